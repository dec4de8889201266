/**
 * What the page does: zoom by click or Enter, search, keys, and texts that fit their boxes. It runs in the reader's browser,
 * so it is text here. It puts no text from the profile into markup, and asks nothing of a network.
 */
export const SCRIPT = `
(() => {
  const page = document.getElementById("page");
  const status = document.getElementById("status");
  const field = document.getElementById("search");
  const matched = document.getElementById("matched");
  const letter = 6.7, padding = 4, leastPixels = 0.3, leastText = 24;
  const frames = [...document.querySelectorAll(".f")].map((element) => ({
    element,
    rect: element.querySelector("rect"),
    text: element.querySelector("text"),
    name: element.dataset.name,
    short: element.dataset.short ?? element.dataset.name,
    hint: element.querySelector("title").textContent,
    from: Number(element.dataset.from),
    size: Number(element.dataset.size),
    depth: Number(element.dataset.depth),
    isShown: true,
  }));
  const whole = frames[0];
  const indexOf = new Map(frames.map((frame, index) => [frame.element, index]));
  let zoomed = whole;
  let current = whole;

  const holds = (outer, inner) =>
    outer.depth <= inner.depth && outer.from <= inner.from && inner.from + inner.size <= outer.from + outer.size;

  /** The name without its module where the whole does not fit. */
  const fit = (frame, pixels) => {
    const room = Math.floor((pixels - 2 * padding) / letter);
    if (pixels < leastText || room < 2) return "";
    const name = frame.name.length <= room ? frame.name : frame.short;
    return name.length <= room ? name : name.slice(0, room - 1) + "\\u2026";
  };

  const place = (frame, width) => {
    const isAbove = frame !== zoomed && holds(frame, zoomed);
    const isInside = holds(zoomed, frame);
    const share = isAbove ? 1 : frame.size / zoomed.size;
    frame.isShown = isAbove || (isInside && share * width >= leastPixels);
    frame.element.style.display = frame.isShown ? "" : "none";
    if (!frame.isShown) return;
    frame.element.classList.toggle("above", isAbove);
    frame.element.setAttribute("x", (isAbove ? 0 : (100 * (frame.from - zoomed.from)) / zoomed.size) + "%");
    frame.element.setAttribute("width", 100 * share + "%");
    frame.text.textContent = fit(frame, share * width);
  };

  const draw = () => {
    const width = page.getBoundingClientRect().width;
    for (const frame of frames) place(frame, width);
  };

  const zoom = (frame) => {
    zoomed = frame;
    page.classList.toggle("zoomed", frame !== whole);
    draw();
    focus(frame);
  };

  const describe = (frame) => {
    status.textContent = frame.hint.replaceAll("\\n", " \\u00b7 ");
  };

  const focus = (frame) => {
    current.element.setAttribute("tabindex", "-1");
    current = frame;
    current.element.setAttribute("tabindex", "0");
    current.element.focus();
    describe(frame);
  };

  /** Nested matches count once: frames come with parents before children, from left to right. */
  const search = (words) => {
    const wanted = words.trim().toLowerCase();
    let [sum, end] = [0, -1];
    for (const frame of frames) {
      const isHit = wanted !== "" && frame !== whole && frame.name.toLowerCase().includes(wanted);
      frame.element.classList.toggle("hit", isHit);
      if (!isHit || frame.from < end) continue;
      sum += frame.size;
      end = frame.from + frame.size;
    }
    page.classList.toggle("searching", wanted !== "");
    matched.textContent = wanted === "" ? "" : ((100 * sum) / whole.size).toFixed(1) + " % matched";
  };

  const parentOf = (frame) => {
    for (let index = indexOf.get(frame.element) - 1; index >= 0; index -= 1) {
      if (frames[index].depth === frame.depth - 1) return frames[index];
    }
  };
  const childOf = (frame) => frames.find((other) => other.isShown && other.depth === frame.depth + 1 && holds(frame, other));
  const beside = (frame, step) => {
    for (let index = indexOf.get(frame.element) + step; frames[index]; index += step) {
      if (frames[index].isShown && frames[index].depth === frame.depth) return frames[index];
    }
  };
  const moves = {
    ArrowUp: parentOf,
    ArrowDown: childOf,
    ArrowLeft: (frame) => beside(frame, -1),
    ArrowRight: (frame) => beside(frame, 1),
    Home: () => whole,
  };

  const reset = () => {
    field.value = "";
    search("");
    zoom(whole);
  };

  page.addEventListener("click", (event) => {
    const index = indexOf.get(event.target.closest(".f"));
    if (index !== undefined) zoom(frames[index]);
  });
  page.addEventListener("mouseover", (event) => {
    const index = indexOf.get(event.target.closest(".f"));
    describe(index === undefined ? current : frames[index]);
  });
  page.addEventListener("focusin", (event) => {
    const index = indexOf.get(event.target.closest(".f"));
    if (index !== undefined && frames[index] !== current) focus(frames[index]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return reset();
    if (event.target === field) {
      if (event.key === "Enter") focus(frames.find((frame) => frame.element.classList.contains("hit") && frame.isShown) ?? current);
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      return field.focus();
    }
    if (event.target.closest(".f") === null) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return zoom(current);
    }
    const next = moves[event.key]?.(current);
    if (moves[event.key] !== undefined) event.preventDefault();
    if (next !== undefined) focus(next);
  });
  field.addEventListener("input", () => search(field.value));
  document.getElementById("reset").addEventListener("click", reset);
  window.addEventListener("resize", draw);
  document.getElementById("controls").style.display = "";
  draw();
  describe(whole);
})();
`;
