/* Evaluated in a page: what keeps people from using it. */

function structure() {
  const found = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const named = (element) =>
    `<${element.tagName.toLowerCase()} id="${element.id}" class="${element.className}">`;
  if (!/^[a-z]{2}/.test(document.documentElement.lang)) found.push("the page says no language");
  if (!/\S/.test(document.title)) found.push("the page has no title");
  for (const landmark of ["main", "header"]) {
    if (all(landmark).length !== 1) found.push(`${all(landmark).length} elements ${landmark}`);
  }
  const levels = all("h1, h2, h3, h4").map(({ tagName }) => Number(tagName.slice(1)));
  if (levels.filter((level) => level === 1).length !== 1) found.push("not one h1");
  for (const [i, level] of levels.entries()) {
    if (level > (levels[i - 1] ?? 0) + 1) found.push(`a heading of level ${level} after ${levels[i - 1]}`);
  }
  const ids = all("[id]").map(({ id }) => id);
  for (const id of ids.filter((each, i) => ids.indexOf(each) !== i)) found.push(`two elements ${id}`);
  for (const element of all("[aria-labelledby], [aria-describedby]")) {
    for (const id of `${element.getAttribute("aria-labelledby") ?? ""} ${element.getAttribute("aria-describedby") ?? ""}`
      .split(" ")
      .filter(Boolean)) {
      if (document.getElementById(id) === null)
        found.push(`${named(element)} names ${id}, which is not there`);
    }
  }
  for (const cell of all("table th")) {
    if (!cell.hasAttribute("scope")) found.push(`a header of a table without scope: ${cell.textContent}`);
  }
  for (const element of all("body *")) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const scrolls =
      (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight + 1) ||
      (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + 1);
    const isReached =
      element.tabIndex >= 0 ||
      element.querySelector("button, input, select, textarea, a[href], [tabindex]") !== null;
    if (scrolls && !isReached) found.push(`${named(element)} scrolls, and keys do not reach it`);
  }
  return found;
}

/** A canvas turns every notation of a color into bytes. */
function contrast() {
  const painter = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  /** The colors one over the other, the lowest first. */
  const mix = (colors) => {
    painter.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      painter.fillStyle = color;
      painter.fillRect(0, 0, 1, 1);
    }
    return [...painter.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes]
      .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      .map(({ textContent }) => textContent?.trim())
      .join("");
    if (text === "" || element.closest("noscript, script, option") || !element.checkVisibility()) continue;
    const grounds = [];
    for (let each = element; each !== null; each = each.parentElement) {
      grounds.unshift(getComputedStyle(each).backgroundColor);
    }
    const style = getComputedStyle(element);
    const lights = [luminance(mix(["#fff", ...grounds])), luminance(mix(["#fff", ...grounds, style.color]))];
    const ratio = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5))
      found.push(`“${text.slice(0, 40)}” has a contrast of ${ratio.toFixed(2)}`);
  }
  return found;
}

[...structure(), ...contrast()];
