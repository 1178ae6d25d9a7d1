/** A drawing from left to right: placed once, shown as SVG, exported as it is shown. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { change } from "../address";
import { useWords } from "../words";

export interface GraphNode {
  id: string;
  kind: string;
  /** What stands above the title. */
  caption: string;
  title: string;
  lang: string;
  illustrative: boolean;
  /** Held, or the aim: drawn with more weight. */
  accent?: "held" | "aim" | "exempt" | undefined;
  href?: string;
}

export interface GraphEdge {
  start: string;
  end: string;
  /** What the arrow says. */
  label: string;
  /** Said aloud, and not written beside the arrow: in most drawings most arrows say the same. */
  silent?: boolean;
  rule: string | null;
  illustrative: boolean;
  faint?: boolean;
}

interface Placed {
  width: number;
  height: number;
  nodes: (GraphNode & { x: number; y: number; height: number; lines: string[] })[];
  edges: (GraphEdge & { points: { x: number; y: number }[]; at: { x: number; y: number }; lines: string[] })[];
}

const WIDTH = 196;
const LINE = 18;
/** Smaller than this nothing can be read, on a wide window and on a phone. */
const LEAST = { wide: 0.7, narrow: 0.8 };

export async function place(nodes: GraphNode[], edges: GraphEdge[], upright = false): Promise<Placed> {
  const dagre = await import("@dagrejs/dagre");
  const graph = new dagre.Graph({ multigraph: true });
  graph.setGraph({ rankdir: upright ? "TB" : "LR", nodesep: 22, edgesep: 14, ranksep: 34, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const shown = nodes.map((node) => ({ ...node, lines: wrapped(node.title, 23, 4) }));
  for (const node of shown) graph.setNode(node.id, { width: WIDTH, height: 38 + node.lines.length * LINE });
  const drawn = edges.filter((edge) => graph.hasNode(edge.start) && graph.hasNode(edge.end) && edge.start !== edge.end).map((edge) => ({ ...edge, lines: edge.label && !edge.silent ? wrapped(edge.label, 19, 2) : [] }));
  drawn.forEach((edge, index) =>
    graph.setEdge(edge.start, edge.end, { width: labelWidth(edge.lines), height: edge.lines.length * 15 + 6, labelpos: "c" }, String(index)),
  );
  dagre.layout(graph);
  const size = graph.graph();
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: shown.map((node) => {
      const { x = 0, y = 0, height = 0 } = graph.node(node.id);
      return { ...node, x, y, height };
    }),
    edges: drawn.map((edge, index) => {
      const { points = [], x = 0, y = 0 } = graph.edge(edge.start, edge.end, String(index));
      return { ...edge, points, at: { x, y } };
    }),
  };
}

/** Break a title into lines; a Chinese character takes the room of two letters. */
function wrapped(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/[⺀-鿿＀-￯]|[^\s⺀-鿿＀-￯]+\s*/gu) ?? [text]) {
    if (line && room(line + word.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1]} …`];
}

function room(text: string): number {
  let sum = 0;
  for (const char of text) sum += char > "⺀" ? 2 : 1;
  return sum;
}

export function Graph({ nodes, edges, label, onDrawn }: { nodes: GraphNode[]; edges: GraphEdge[]; label: string; onDrawn?: (svg: SVGSVGElement | null) => void }) {
  const { words } = useWords();
  const [placed, set] = useState<Placed | null>(null);
  const [scale, setScale] = useState(1);
  const svg = useRef<SVGSVGElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const arrow = `${useId()}-arrow`;
  const key = JSON.stringify([nodes, edges]);
  useEffect(() => {
    let current = true;
    place(nodes, edges).then((next) => {
      if (!current) return;
      // As large as fits, but never so small that it cannot be read.
      const width = space.current?.clientWidth ?? 0;
      setScale(Math.min(1, Math.max(width > 700 ? LEAST.wide : LEAST.narrow, (width - 2) / next.width)));
      set(next);
    });
    return () => {
      current = false;
    };
  }, [key]);
  useEffect(() => onDrawn?.(svg.current), [placed]);
  if (!placed) return <div ref={space} class="graph" aria-busy="true" />;
  const open = (rule: string) => change((state) => state.set("rule", rule), "step");
  const title = new Map(nodes.map((node) => [node.id, node.title]));
  return (
    <div ref={space} class="graph">
      <div class="graph-tools">
        <button type="button" aria-label={words.graph.smaller} title={words.graph.smaller} onClick={() => setScale(Math.max(0.4, scale - 0.2))}>
          −
        </button>
        <button type="button" aria-label={words.graph.larger} title={words.graph.larger} onClick={() => setScale(Math.min(2, scale + 0.2))}>
          +
        </button>
      </div>
      <div class="graph-scroll" tabIndex={0} role="region" aria-label={label}>
        <svg ref={svg} role="group" aria-label={label} viewBox={`0 0 ${placed.width} ${placed.height}`} width={placed.width * scale} height={placed.height * scale} xmlns="http://www.w3.org/2000/svg">
          <defs>
            <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse" markerUnits="userSpaceOnUse">
              <path class="arrow" d="M0 0.6 L8 4 L0 7.4 z" />
            </marker>
          </defs>
          {placed.edges.map((edge) => {
            const says = words.graph.edge(title.get(edge.start) ?? edge.start, edge.label, title.get(edge.end) ?? edge.end);
            const rule = edge.rule;
            const opens = rule && {
              role: "button" as const,
              tabindex: 0,
              "aria-label": says,
              "data-rule": rule,
              onClick: () => open(rule),
              onKeyDown: (event: KeyboardEvent) => {
                if (event.key === "Enter" || event.key === " ") {
                  event.preventDefault();
                  open(rule);
                }
              },
            };
            return (
              <g class={`edge${edge.illustrative ? " unreal" : ""}${edge.faint ? " faint" : ""}${rule ? " opens" : ""}`} {...opens}>
                {rule && <path class="reach" d={curve(edge.points)} />}
                <path class="line" d={curve(edge.points)} marker-end={`url(#${arrow})`} />
                {rule && edge.lines.length === 0 && <circle class="handle" cx={middle(edge.points).x} cy={middle(edge.points).y} r="5" />}
                {edge.lines.length > 0 && (
                  <>
                    <rect class="label-ground" x={edge.at.x - labelWidth(edge.lines) / 2} y={edge.at.y - edge.lines.length * 7.5 - 2} width={labelWidth(edge.lines)} height={edge.lines.length * 15 + 4} rx="3" />
                    {edge.lines.map((line, index) => (
                      <text class="label" x={edge.at.x} y={edge.at.y - edge.lines.length * 7.5 + index * 15 + 11} text-anchor="middle">
                        {line}
                      </text>
                    ))}
                  </>
                )}
              </g>
            );
          })}
          {placed.nodes.map((node) => {
            const left = node.x - WIDTH / 2;
            const top = node.y - node.height / 2;
            const inside = (
              <>
                <rect class="ground" x={left} y={top} width={WIDTH} height={node.height} rx="6" />
                <rect class="band" x={left} y={top} width="5" height={node.height} rx="2.5" />
                <text class="caption" x={left + 16} y={top + 19}>
                  {node.caption}{" "}
                </text>
                {node.lines.map((line, index) => (
                  <text class="title" lang={node.lang} x={left + 16} y={top + 38 + index * LINE}>
                    {line}{" "}
                  </text>
                ))}
              </>
            );
            const look = `node ${node.kind}${node.accent ? ` ${node.accent}` : ""}${node.illustrative ? " unreal" : ""}`;
            return node.href ? (
              <a class={look} href={node.href}>
                {inside}
              </a>
            ) : (
              <g class={look}>{inside}</g>
            );
          })}
        </svg>
      </div>
    </div>
  );
}

/** A point that the line goes through, about halfway. */
function middle([first = { x: 0, y: 0 }, ...rest]: { x: number; y: number }[]): { x: number; y: number } {
  const at = Math.min(Math.floor((rest.length - 1) / 2), rest.length - 2);
  const [from, to] = at < 0 ? [first, rest[0] ?? first] : [rest[at] ?? first, rest[at + 1] ?? first];
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

function labelWidth(lines: string[]): number {
  return Math.max(...lines.map(room), 0) * 6.3 + 10;
}

/** A smooth line through the points that the layout gives an edge. */
function curve(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    path += next ? ` Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}` : ` L${point.x} ${point.y}`;
  });
  return path;
}
