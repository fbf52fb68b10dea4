"""Pages as a real browser lays them out: each measured in a frame of a given width."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_MEASURE = """
function light(c) {
  const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const rgb = text => text.match(/[\\d.]+/g).map(Number);
function behind(element) {
  for (let e = element; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c.slice(0, 3);
  }
  return [255, 255, 255];
}
function measured(doc) {
  const found = {contrast: [], small: []};
  found.width = doc.documentElement.scrollWidth;
  found.room = doc.documentElement.clientWidth;
  const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), element = walk.currentNode.parentElement;
    if (!text || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(rgb(style.color).slice(0, 3)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05), size = parseFloat(style.fontSize);
    if (ratio < 4.5) found.contrast.push([text.slice(0, 40), ratio]);
    if (size < 15) found.small.push([text.slice(0, 40), size]);
  }
  found.body = parseFloat(getComputedStyle(doc.body).fontSize);
  return found;
}
onload = () => {
  const frames = [...document.querySelectorAll("iframe")];
  document.title = JSON.stringify(frames.map(frame => measured(frame.contentDocument)));
};
"""


def measure(pages: Sequence[tuple[str, int]], folder: Path) -> list[dict[str, Any]]:
    """For each page and width: the width it takes, its type, and all text too faint or small."""
    frames = "".join(
        f'<iframe style="border:0;width:{width}px;height:800px" srcdoc="{html.escape(page)}"></iframe>'
        for page, width in pages
    )
    file = folder / "frames.html"
    file.write_text(f'<!doctype html><meta charset="utf-8">{frames}<script>{_MEASURE}</script>')
    done = subprocess.run(
        [
            CHROMIUM or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--no-first-run",
            f"--user-data-dir={folder / 'profile'}", "--window-size=1200,900", "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True, text=True, timeout=240, check=True,
    )  # fmt: skip
    title = re.search("<title>(.*?)</title>", done.stdout)
    assert title, done.stderr
    return list(json.loads(html.unescape(title[1])))
