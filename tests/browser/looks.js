// What is too faint to read (below 4.5:1) and what is too small to hit (below 24 px) on the page that is open.
() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((v) => (v / 255 <= 0.03928 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const named = (element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)}`;
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const { width, height } = element.getBoundingClientRect();
    if (!width || !height || element.closest(".visually-hidden, .skip")) continue;
    if ([...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) {
      const below = ground(element);
      const [a, b] = [light(over(rgba(getComputedStyle(element).color), below)), light(below)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < 4.5) found.push(`faint ${contrast.toFixed(2)} ${named(element)}`);
    }
    if (element.matches("a, button, summary, input:not([type=hidden]), textarea") && !element.closest("p:not(.who)"))
      if (Math.min(width, height) < 24) found.push(`small ${Math.round(width)}x${Math.round(height)} ${named(element)}`);
    if (element.matches("input:not([type=hidden]), textarea") && !element.labels.length) found.push(`no label ${named(element)}`);
    if (element.matches("img") && element.getAttribute("alt") === null) found.push(`no alt ${element.src}`);
  }
  return found;
}
