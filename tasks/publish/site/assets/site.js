// Everything the pages do beyond standing there: language, deep links, cards of marks, tables that sort.
// Text from reports only ever enters through textContent, never as markup.
"use strict";

const root = document.body.dataset.root || "";
const json = (id) => {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent) : null;
};
const zh = () => document.documentElement.dataset.lang === "zh";
const say = (chinese, english) => (zh() ? chinese : english);

function make(tag, attributes = {}, ...children) { // a child that is null is left out
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function both(chinese, english) {
  const pair = document.createDocumentFragment();
  pair.append(make("span", { class: "zh", lang: "zh" }, chinese), make("span", { class: "en", lang: "en" }, english));
  return pair;
}

// --- language ---------------------------------------------------------------------------------------

function speak(language) {
  document.documentElement.dataset.lang = language;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  try { localStorage.setItem("yearbook-language", language); } catch { /* private windows keep nothing */ }
  document.dispatchEvent(new Event("language"));
}

function startLanguage() {
  let kept = null;
  try { kept = localStorage.getItem("yearbook-language"); } catch { /* the default stands */ }
  if (kept === "en") speak("en");
  document.getElementById("language").addEventListener("click", () => speak(zh() ? "en" : "zh"));
}

// --- deep links: index.html#r=<report>&q=<quantity> -------------------------------------------------

function followDeepLink() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const report = wanted.get("r");
  if (!report || !/^[0-9a-f]{16}$/.test(report)) return;
  wanted.delete("r");
  const [mark] = wanted;
  location.replace(`${root}r/${report}.html${mark ? `#${mark[0]}=${mark[1]}` : ""}`);
}

// --- a long report in parts: an address finds the part that has its mark ----------------------------

function forwarded(id) { // whether the browser is on its way to another part
  const known = json("elsewhere");
  const meta = json("meta");
  const [, kind, number] = /^([a-z])=(\d+)$/.exec(id) || [];
  if (!known || (!kind && !/^[a-z]=/.test(id))) return false;
  let part = known.named[id] || 0;
  for (const [first, at] of known.runs[kind] || []) if (first <= Number(number)) part = at;
  if (part === meta.here) return false;
  location.replace(`${meta.parts[part]}#${id}`);
  return true;
}

// --- the picture of a page, with the box of a value --------------------------------------------------

function pictured(boxes, page, lines) {
  const [address, width, height, slant] = boxes.pages[page];
  const over = make("div", { class: "over", style: slant ? `transform:rotate(${slant}deg)` : null });
  const box = (kind, left, top, wide, high) => over.append(make("span", { class: `spot ${kind}`, style: `left:${left}%;top:${top}%;width:${wide}%;height:${high}%` }));
  for (const [, left, top, wide, high, at] of lines) {
    box(at ? "line" : "here", left, top, wide, high);
    if (at) box("here", at[0], top, at[1], high);
  }
  const picture = make("img", { src: address, alt: say(`第${page}页的图像，方框为此数值所在的行，其中深色处为数值的估计位置`, `Picture of page ${page}; the box is the line of this value, the darker part an estimate of where it stands`) });
  return make("div", { class: "sheet", style: `aspect-ratio:${width}/${height}` }, picture, over);
}

function centred(view, sheet, [, first, top, full, high, at]) { // scroll the view to the box
  const [left, wide] = at || [first, full];
  view.scrollLeft = ((left + wide / 2) / 100) * sheet.offsetWidth - view.clientWidth / 2;
  view.scrollTop = ((top + high / 2) / 100) * sheet.offsetHeight - view.clientHeight / 2;
}

// A small window on the page, as large as lets the whole line be read, and the whole page on request.
function pageView(boxes, value) {
  const known = (value.lines || []).map((line, i) => boxes.lines[line] && [...boxes.lines[line], value.at && value.at[i]]).filter(Boolean);
  if (!known.length) return null;
  const page = known[0][0];
  const lines = known.filter((line) => line[0] === page);
  const sheet = pictured(boxes, page, lines);
  const view = make("div", { class: "view", tabindex: "0", role: "region", "aria-label": say(`第${page}页`, `Page ${page}`) }, sheet);
  const whole = make("button", { type: "button", class: "plain", onclick: () => wholePage(boxes, page, lines) }, say(`第${page}页整页`, `Whole page ${page}`));
  const place = () => {
    const share = Math.max(...lines.map((line) => line[3])) / 100;
    sheet.style.width = `${Math.round(Math.min(2.2, Math.max(1, 0.96 / share)) * view.clientWidth)}px`;
    centred(view, sheet, lines[0]);
  };
  const note = lines.some((line) => line[5]) ? make("small", { class: "soft" }, say("深色框为估计位置", "the darker box is an estimate")) : null;
  return { element: make("div", { class: "pageview" }, view, whole, note), place };
}

function wholePage(boxes, page, lines) {
  const sheet = pictured(boxes, page, lines);
  const close = make("button", { type: "button", class: "close" }, say("关闭", "Close"));
  const view = make("div", { class: "whole", tabindex: "0", role: "region", "aria-label": say(`第${page}页`, `Page ${page}`) }, sheet);
  const dialog = make("dialog", { class: "page", "aria-label": say(`第${page}页`, `Page ${page}`) }, close, view);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") event.stopPropagation(); });
  document.body.append(dialog);
  dialog.showModal();
  centred(view, sheet, lines[0]);
}

// --- the card of a mark -----------------------------------------------------------------------------

const WORDS = {
  money: "金额", count: "数量", percent: "百分比", ratio: "比", score: "分值", date: "日期", duration: "时长", ordinal: "序数",
  identifier: "编号", other: "其他", reported: "报告值", stated_none: "报告称无", conflicting: "前后不一", corrected: "已更正",
  ge: "不低于", le: "不超过", gt: "超过", lt: "少于", about: "约",
};
const LABELS = {
  kind: ["类型", "Kind"], measure: ["计量内容", "Measure"], subject: ["主体", "Subject"], period: ["期间", "Period"],
  bound: ["界限", "Bound"], base: ["基本单位", "In base unit"], status: ["状态", "Status"],
  confidence: ["置信度", "Confidence"], raw: ["原文行:字", "Raw line:characters"], reason: ["不是数量", "No quantity"], moved: ["归位依据", "Moved because"],
};

function startCards() {
  const cards = json("cards");
  if (!cards) return;
  const card = document.getElementById("card");
  const meta = json("meta");
  const boxes = json("boxes");
  let pinned = null;
  let closing = false;

  const lit = (ids) => {
    document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
    for (const id of ids)
      document.querySelectorAll(`[data-s~="${CSS.escape(id)}"]`).forEach((element) => element.classList.add("lit"));
  };

  function fill(ids, pin) {
    const known = ids.map((id) => [id, cards[id]]).filter(([, value]) => value);
    if (!known.length) return false;
    const named = known.find(([, value]) => value.indicator) || known[0];
    const close = make("button", { class: "plain close", type: "button", onclick: () => hide(true) }, "×");
    close.setAttribute("aria-label", say("关闭", "Close"));
    const window = pin && boxes ? pageView(boxes, known[0][1].lines ? known[0][1] : named[1]) : null;
    card.replaceChildren(close, make("p", { class: "printed", dir: "auto" }, known[0][1].printed.slice(0, 200)));
    if (window) card.append(window.element);
    known.forEach(([, value], i) => card.append(...section(value, i ? known[0][1] : {})));
    card.classList.toggle("seen", Boolean(window));
    if (!named[1].reason && !named[1].moved) card.append(actions(named[0], named[1]));
    return window ? window.place : () => {};
  }

  function section(value, said) { // what the section above said is not said twice
    const list = make("dl");
    const row = (label, content) => list.append(make("dt", {}, say(...label)), make("dd", { dir: "auto" }, content));
    if (value.indicator)
      list.append(make("dt", {}, say("指标", "Indicator")), make("dd", {}, make("a", { href: `${root}i/${value.indicator}.html` }, say(value.zh, value.en))));
    if (value.value !== undefined && value.value !== said.value)
      row(["数值", "Value"], `${value.approximate ? "≈ " : ""}${value.value} ${value.unit || ""}`);
    for (const [name, label] of Object.entries(LABELS))
      if (value[name] !== undefined && (value[name] !== said[name])) row(label, zh() ? WORDS[value[name]] || String(value[name]) : String(value[name]));
    return [list];
  }

  function actions(id, value) {
    const here = new URL(`${root}index.html`, location.href);
    here.hash = `r=${meta.report}&${id}`;
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    // A row of data/reference/corrections.csv; the right value, the reason and the source are the person's.
    const entry = [meta.report, value.indicator || "", value.paragraph, quoted(value.printed), "", "", "", "", new Date().toISOString().slice(0, 10)].join(",");
    const link = copier(["复制链接", "Copy link"], here.href);
    return make("p", { class: "actions" }, link, value.indicator ? copier(["复制更正条目", "Copy correction"], `${entry}\n`) : null);
  }

  function show(mark, pin) {
    const ids = (mark.dataset.s || "").trim().split(/\s+/);
    const ready = fill(ids, pin);
    if (!ready) return;
    pinned = pin ? mark : pinned;
    lit(ids);
    card.hidden = false;
    ready();
    place(mark);
  }

  function place(mark) {
    if (matchMedia("(max-width: 760px)").matches) { card.style.cssText = ""; return; }
    const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 12));
    const below = box.bottom + 8 + card.offsetHeight < innerHeight;
    const top = below ? box.bottom + 8 : Math.max(8, box.top - card.offsetHeight - 8);
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
  }

  function hide(all) {
    if (pinned && !all) { show(pinned, true); return; }
    const back = pinned;
    const within = card.contains(document.activeElement);
    pinned = null;
    card.hidden = true;
    lit([]);
    if (!all || !back || !within) return;
    closing = true; // the focus that goes back to the mark must not open its card again
    back.focus();
    closing = false;
  }

  const markOf = (event) => event.target.closest && event.target.closest("#text [data-s]");
  let waiting = 0;
  document.addEventListener("mouseover", (event) => {
    clearTimeout(waiting);
    const mark = markOf(event);
    if (mark) waiting = setTimeout(() => !pinned && show(mark, false), 120);
    else if (!pinned && !card.contains(event.target)) hide(false);
  });
  document.addEventListener("focusin", (event) => { const mark = markOf(event); if (!closing && mark && mark.matches(".clean [data-s]")) show(mark, false); });
  document.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) {
      const own = mark.dataset.s.trim().split(/\s+/)[0];
      if (mark.matches("i")) { const left = document.querySelector(`.clean [data-s~="${CSS.escape(own)}"]`); if (left) left.focus(); }
      show(mark, true);
    } else if (!card.contains(event.target)) hide(true);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(true); });
  document.addEventListener("language", () => pinned && show(pinned, true));
  addEventListener("scroll", () => pinned && place(pinned), { passive: true });

  function arrive() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) { if (id) forwarded(id); return; }
    const mark = document.querySelector(`.clean [data-s~="${CSS.escape(id)}"]`);
    if (!mark) { target.scrollIntoView({ block: "start" }); return; }
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
    show(mark, true);
  }
  addEventListener("hashchange", arrive);
  arrive();
}

function copier(label, text) {
  const button = make("button", { type: "button" }, say(...label));
  button.addEventListener("click", async () => {
    button.dataset.copied = text;
    try { await navigator.clipboard.writeText(text); } catch { copyByHand(text); }
    button.textContent = say("已复制", "Copied");
  });
  return button;
}

function copyByHand(text) {
  const area = make("textarea", { class: "offscreen" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// --- moved fragments, drawn from the raw line to where they stand now -------------------------------

function drawMoves() {
  const canvas = document.getElementById("moves");
  const text = document.getElementById("text");
  if (!canvas || !text) return;
  canvas.replaceChildren();
  if (matchMedia("(max-width: 760px)").matches) return;
  const frame = text.getBoundingClientRect();
  canvas.setAttribute("width", frame.width);
  canvas.setAttribute("height", frame.height);
  const drawn = new Set(); // one line a move, from the first raw characters to the margin of where they stand
  for (const raw of text.querySelectorAll(".raw i.m")) {
    const id = raw.dataset.s.split(" ").find((name) => name.startsWith("m="));
    const clean = text.querySelector(`.clean [data-s~="${CSS.escape(id)}"]`);
    if (!clean || drawn.has(id)) continue;
    drawn.add(id);
    const from = raw.getClientRects()[0];
    const to = clean.getClientRects()[0];
    const [x1, y1] = [raw.closest(".raw").getBoundingClientRect().left - frame.left, from.top + from.height / 2 - frame.top];
    const [x2, y2] = [clean.closest(".clean").getBoundingClientRect().right - frame.left, to.top + to.height / 2 - frame.top];
    const middle = (x1 + x2) / 2;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2} m5 -4 l-5 4 l5 4`);
    canvas.append(path);
  }
}

// --- tables that sort, filter and download ----------------------------------------------------------

// A table is {columns: [{name, zh, en, type, link, extra, ...}], rows: [[cell, ...]]}; a link such as
// "r/{3}.html" takes the cells of its row. Only a page of rows is drawn at a time, so that many stay quick.
const PAGE = 100;
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

function group(number) {
  if (number === null || number === undefined) return "—";
  const [whole, decimals] = String(number).split(".");
  if (/[e]/.test(whole) || /[e]/.test(decimals || "")) return String(number);
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (decimals ? `.${decimals}` : "");
}

const cut = (text) => (text.length > 90 ? text.slice(0, 88) + "…" : text);

function startGrid(holder) {
  const data = json(holder.dataset.grid);
  const state = { sort: null, up: true, from: 0, text: "", picks: {}, all: false };
  const shown = () => data.columns.map((column, i) => [column, i]).filter(([column]) => state.all || !column.extra);
  const lower = data.rows.map((row) => row.map((cell) => (Array.isArray(cell) ? cell.join(" ") : cell ?? "")).join(" ").toLowerCase());

  const search = make("input", { type: "search", "aria-label": "筛选 Filter" });
  search.addEventListener("input", () => { state.text = search.value.toLowerCase(); state.from = 0; draw(); });
  const tools = make("div", { class: "tools" }, make("label", { class: "search" }, both("筛选", "Filter"), search));
  data.columns.forEach((column, i) => {
    if (!column.pick) return;
    const values = [...new Set(data.rows.map((row) => row[i]).filter((value) => value !== null))].sort();
    const select = make("select", { "aria-label": `${column.zh} ${column.en}` }, make("option", { value: "" }, "—"), ...values.map((value) => make("option", { value }, (column.words && column.words[value] ? column.words[value].join(" ") : String(value)))));
    select.addEventListener("change", () => { state.picks[i] = select.value; state.from = 0; draw(); });
    tools.append(make("label", {}, both(column.zh, column.en), select));
  });
  if (data.columns.some((column) => column.extra)) {
    const toggle = make("input", { type: "checkbox" });
    toggle.addEventListener("change", () => { state.all = toggle.checked; draw(); });
    tools.append(make("label", { class: "check" }, toggle, both("全部列", "All columns")));
  }
  tools.append(make("button", { type: "button", class: "download", onclick: download }, both("下载所选行 CSV", "Download these rows as CSV")));
  const count = make("p", { class: "soft", role: "status" });
  const table = make("table", { class: data.columns.some((column) => column.wide) ? "stack" : null });
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": holder.getAttribute("aria-label") || "数据 Data" }, table);
  const pager = make("div", { class: "pager" });
  holder.replaceChildren(tools, count, scroll, pager);

  function selected() {
    const picks = Object.entries(state.picks).filter(([, value]) => value !== "");
    const found = data.rows.map((_, i) => i).filter((i) => (!state.text || lower[i].includes(state.text)) && picks.every(([column, value]) => String(data.rows[i][column]) === value));
    if (state.sort === null) return found;
    const at = state.sort;
    const sign = state.up ? 1 : -1;
    return found.sort((a, b) => {
      const [x, y] = [data.rows[a][at], data.rows[b][at]];
      if (x === null || y === null) return (x === null) - (y === null) || a - b; // what is missing stays last
      return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "zh")) || a - b;
    });
  }

  function draw() {
    const rows = selected();
    const part = rows.slice(state.from, state.from + PAGE);
    count.replaceChildren(both(`${rows.length} / ${data.rows.length} 行`, `${rows.length} of ${data.rows.length} rows`));
    const head = make("tr", {}, ...shown().map(([column, i]) => {
      const sorted = state.sort === i ? (state.up ? "ascending" : "descending") : "none";
      const button = make("button", { type: "button", class: "plain" }, both(column.zh, column.en), make("span", { class: "arrow", "aria-hidden": "true" }, sorted === "none" ? "" : state.up ? "▲" : "▼"), column.unit ? make("small", {}, column.unit) : null);
      button.addEventListener("click", () => {
        [state.up, state.sort] = [state.sort === i ? !state.up : true, i];
        draw();
        table.querySelectorAll("th button")[shown().findIndex(([, j]) => j === i)].focus();
      });
      return make("th", { scope: "col", "aria-sort": sorted, class: column.type === "number" ? "num" : null }, button);
    }));
    const body = make("tbody", {}, ...part.map((i) => make("tr", {}, ...shown().map(([column, j]) => cell(column, i, j)))));
    table.replaceChildren(make("thead", {}, head), body);
    pager.replaceChildren();
    if (rows.length > PAGE) {
      const step = (by, label) => make("button", { type: "button", disabled: state.from + by < 0 || state.from + by >= rows.length ? "" : null, onclick: () => { state.from += by; draw(); scroll.scrollIntoView({ block: "start" }); } }, both(...label));
      pager.append(step(-PAGE, ["上一页", "Previous"]), make("span", {}, `${state.from + 1}–${state.from + part.length}`), step(PAGE, ["下一页", "Next"]));
    }
  }

  function cell(column, i, j) {
    const value = data.rows[i][j];
    const empty = value === null || value === "";
    const link = column.link && !empty && column.link.replace(/\{(\d+)\}/g, (_, at) => encodeURIComponent(data.rows[i][at]).replace("%3D", "="));
    let text = column.type === "number" && !column.plain ? group(value) : value === null || value === "" ? "—" : String(value);
    const english = column.en_at === undefined ? null : data.rows[i][column.en_at];
    let content = english ? both(cut(text), cut(english)) : column.words && column.words[value] ? both(...column.words[value]) : document.createTextNode(cut(text));
    if (link) content = make("a", { href: root + link }, content);
    if (column.tag) content = make("span", { class: `sev ${value}` }, content);
    return make("td", { class: column.type === "number" ? "num" : column.wide ? "wide" : column.mid && !empty ? "mid" : column.short || text.length < 12 ? "short" : null, dir: column.type === "number" ? null : "auto" }, content);
  }

  function download() {
    const quote = (value) => {
      let text = value === null || value === undefined ? "" : String(value);
      if (typeof value === "string" && FORMULA.test(text)) text = "'" + text;
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const lines = [data.columns.map((column) => column.name), ...selected().map((i) => data.rows[i])];
    const blob = new Blob(["\ufeff" + lines.map((line) => line.map(quote).join(",") + "\r\n").join("")], { type: "text/csv" });
    const anchor = make("a", { href: URL.createObjectURL(blob), download: `${holder.dataset.grid}.csv` });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
  }

  draw();
}

startLanguage();
followDeepLink();
addEventListener("hashchange", followDeepLink);
startCards();
document.querySelectorAll("[data-grid]").forEach(startGrid);
drawMoves();
addEventListener("resize", drawMoves);
document.addEventListener("language", drawMoves);
document.addEventListener("toggle", drawMoves, true);
