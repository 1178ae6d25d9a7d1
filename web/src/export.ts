/** An answer to take along: the drawing as SVG or PNG, its days for a calendar, all of it as JSON. */
import type { Routes, Step } from "./api";

export function save(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "letter-spacing", "text-anchor", "opacity"];

/** The drawing by itself: every look that a style sheet gives it is written into it. */
export function svgText(shown: SVGSVGElement): string {
  const copy = shown.cloneNode(true) as SVGSVGElement;
  const from = [shown, ...shown.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, index) => {
    const look = getComputedStyle(from[index] as Element);
    for (const name of LOOKS) {
      const value = look.getPropertyValue(name);
      if (value && value !== "none" && value !== "normal") element.setAttribute(name, value);
      else if (name === "fill" || name === "stroke") element.setAttribute(name, "none");
    }
    for (const name of ["class", "tabindex", "role", "aria-label", "data-rule"]) element.removeAttribute(name);
  });
  for (const reach of copy.querySelectorAll("path[stroke-width='14px']")) reach.remove();
  const { width, height } = shown.viewBox.baseVal;
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.insertBefore(ground, copy.firstChild);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

export async function png(shown: SVGSVGElement, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svgText(shown)], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * scale;
  canvas.height = image.height * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
}

/** The days of a route as whole-day events (RFC 5545); empty where it has none. */
export function calendar(answer: Routes, index: number, says: { by: (title: string) => string; step: (step: Step) => string }): string {
  const route = answer.routes[index];
  const events = (route?.steps ?? []).flatMap((step, at) => [
    ...(step.start ? [event(`step-${at}`, step.start, step.end ?? step.start, says.step(step), step.text, answer)] : []),
    ...(step.apply_by ? [event(`claim-${at}`, step.apply_by, step.apply_by, says.by(says.step(step)), step.text, answer)] : []),
  ]);
  if (!events.length) return "";
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stackways//Plan//EN", "CALSCALE:GREGORIAN", ...events.flat(), "END:VCALENDAR"];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

function event(name: string, first: string, last: string, title: string, text: string, answer: Routes): string[] {
  const after = new Date(`${last}T00:00:00Z`);
  after.setUTCDate(after.getUTCDate() + 1);
  return [
    "BEGIN:VEVENT",
    `UID:${name}-${answer.target.replace(/[^a-z0-9]+/g, "-")}@stackways`,
    `DTSTAMP:${answer.as_of.replaceAll("-", "")}T000000Z`,
    `DTSTART;VALUE=DATE:${first.replaceAll("-", "")}`,
    `DTEND;VALUE=DATE:${after.toISOString().slice(0, 10).replaceAll("-", "")}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (char) => `\\${char}`).replace(/\n/g, "\\n");
}

/** A line has at most 75 octets; what is longer goes on after a blank. */
function folded(line: string): string {
  const bytes = new TextEncoder();
  const parts: string[] = [];
  let part = "";
  let size = 0;
  for (const char of line) {
    const octets = bytes.encode(char).length;
    if (size + octets > (parts.length ? 74 : 75)) {
      parts.push(part);
      part = "";
      size = 0;
    }
    part += char;
    size += octets;
  }
  return [...parts, part].join("\r\n ");
}
