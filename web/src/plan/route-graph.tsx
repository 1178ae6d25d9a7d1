/** The route as a drawing from left to right: held, recognised, studied, awarded. */
import { linkToPublic } from "../address";
import { type Drawing, post, type Route, useAnswer } from "../api";
import { type Asked, nameOf } from "../asked";
import { Graph, type GraphEdge, type GraphNode } from "../parts/graph";
import { pathOf } from "../parts/shown";
import { type Known, useTitles } from "../parts/titles";
import { type Spoken, titleIn, useWords } from "../words";
import { drawn } from "./drawn";

export function RouteGraph({ route, asked }: { route: Route; asked: Asked }) {
  const spoken = useWords();
  const { words } = spoken;
  const codes = [...new Set([...route.steps.flatMap((step) => [step.code, ...(step.uses ?? [])]), ...asked.holdings.map(nameOf)])].filter((code) => code.includes(":"));
  const titles = useTitles(codes);
  const body = { route: { steps: route.steps.map(({ code, decision }) => ({ code, decision: decision ? { path: decision.path } : null })) }, codes, illustrative: asked.illustrative, as_of: asked.asOf };
  const { answer } = useAnswer(JSON.stringify(body), (signal) => post("/v1/graph", body, signal));
  if (!answer || codes.some((code) => !titles.has(code))) return <section class="drawing" aria-busy="true" />;
  const { nodes, edges } = routeDrawing(route, asked, answer, titles, spoken);
  return (
    <section class="drawing">
      <h2>{words.plan.graph}</h2>
      <p class="hint">{words.plan.graphHint}</p>
      <Graph nodes={nodes} edges={edges} label={words.plan.graph} onDrawn={(svg) => drawn.set(svg)} />
    </section>
  );
}

/** Nodes of what is held and of every step; edges as the graph has them, and those that the steps themselves tell. */
function routeDrawing(route: Route, asked: Asked, drawing: Drawing, titles: Map<string, Known | null>, spoken: Spoken): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const { words, language, day } = spoken;
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const target = route.steps.at(-1)?.code;
  const add = (id: string, node: Omit<GraphNode, "id">) => nodes.has(id) || nodes.set(id, { id, ...node });
  const link = (start: string, end: string, label: string, rule: string | null, illustrative = false) => {
    const silent = label === words.graph.edges.STACKS_INTO || label === words.graph.partOf;
    if (start !== end && !edges.some((edge) => edge.start === start && edge.end === end)) edges.push({ start, end, label, rule, illustrative, silent });
  };
  for (const holding of asked.holdings) {
    const name = nameOf(holding);
    if (!route.steps.some((step) => step.uses?.includes(name))) continue;
    const known = titles.get(name);
    const { text, lang } = known ? titleIn(known.title, language) : { text: name, lang: "en" };
    add(name, {
      kind: known?.kind ?? "credential",
      caption: [words.ask.hold, holding.attained_on && day(holding.attained_on)].filter(Boolean).join(" · "),
      title: text,
      lang,
      illustrative: known?.illustrative ?? false,
      accent: "held",
      ...(known && { href: linkToPublic(pathOf(known.kind, name)) }),
    });
  }
  /** The award that a step leads to: the next one after it. */
  const awards = route.steps.flatMap((step, index) => (step.kind === "award" ? [{ code: step.code, index }] : []));
  const next = (index: number) => awards.find((award) => award.index > index)?.code ?? target ?? "";
  route.steps.forEach((step, index) => {
    const { text, lang } = titleIn(step.title, language);
    const kind = titles.get(step.code)?.kind ?? "programme";
    const href = linkToPublic(pathOf(kind, step.code));
    const illustrative = step.illustrative ?? false;
    const rule = step.because?.[0] ?? null;
    if (step.kind === "award") {
      add(step.code, { kind, caption: words.plan.stepKinds.award ?? "", title: text, lang, illustrative, accent: step.code === target ? "aim" : undefined, href });
      if (step.code !== target) link(step.code, next(index), words.graph.edges.STACKS_INTO ?? "", rule, illustrative);
    } else if (step.kind === "enter") {
      const entry = words.entry[step.entry ?? "not_shown"] ?? "";
      add(`enter ${step.code}`, { kind: `entry ${step.entry ?? "not_shown"}`, caption: words.plan.stepKinds.enter ?? "", title: entry, lang: language, illustrative });
      link(`enter ${step.code}`, step.code, words.graph.enters, rule, illustrative);
    } else {
      const block = awards.some((award) => award.code === step.code);
      const id = block ? `rest ${step.code}` : step.code;
      const caption = [words.plan.stepKinds[step.kind], step.apply_by && words.plan.by(day(step.apply_by))].filter(Boolean).join(" · ");
      add(id, { kind, caption, title: block ? words.plan.restOf(text) : text, lang: block ? language : lang, illustrative, accent: step.kind === "exempt" ? "exempt" : undefined, href });
      for (const used of step.uses ?? []) link(used, id, words.graph.edges.RECOGNISED_TOWARDS ?? "", rule, illustrative);
      const place = step.decision?.programme?.code;
      const own = place && place !== step.code && awards.some((award) => award.code === place) ? place : next(index);
      if (block) link(id, step.code, words.graph.partOf, rule, illustrative);
      else if (!drawing.edges.some((edge) => edge.start === step.code && edge.kind === "STACKS_INTO" && route.steps.some((other) => other.code === edge.end)))
        link(id, own, words.graph.partOf, step.kind === "study" ? rule : null, illustrative);
    }
  });
  for (const edge of drawing.edges) {
    if (!nodes.has(edge.start) || !nodes.has(edge.end)) continue;
    // In the order of study: what is required comes before what requires it.
    const [start, end] = edge.kind === "REQUIRES" ? [edge.end, edge.start] : [edge.start, edge.end];
    const known = edges.findIndex((other) => other.start === start && other.end === end);
    const shown = { start, end, label: words.graph.edges[edge.kind] ?? edge.kind, rule: edge.rule ?? null, illustrative: edge.illustrative ?? false, faint: edge.kind === "REQUIRES", silent: edge.kind === "STACKS_INTO" };
    if (known < 0) edges.push(shown);
    else if (edge.rule && edge.kind === "RECOGNISED_TOWARDS") edges[known] = shown;
  }
  return { nodes: [...nodes.values()], edges };
}
