/** A typed client of the API, as openapi-typescript and openapi-fetch make one: asks every operation once. */
import createClient from "openapi-fetch";
import type { components, paths } from "./openapi.d.ts";

declare const process: { argv: string[] };

const api = createClient<paths>({ baseUrl: process.argv[2] ?? "" });
const nanodegree = "udacity:ai-programming-with-python";
const diploma = "tp:sd-ai-solution-development";
const holdings: components["schemas"]["Holding"][] = [{ code: nanodegree, attained_on: "2025-05-01" }];
const at = <T extends object>(code: string, query?: T) => ({ params: { path: { code }, ...(query && { query }) } });

/** What an answer must be: there, and typed as what is read from it here. */
function told<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (data === undefined) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data;
}

/** Of an answer that can be had as text, too: the other one. */
function drawn<T>(answer: T): Exclude<T, string> {
  if (typeof answer === "string") throw new Error(answer);
  return answer as Exclude<T, string>;
}

const said: Record<string, string | number | boolean | null | undefined> = {
  exemptions: told(await api.POST("/v1/exemptions", { body: { holdings, towards: diploma } })).decisions[0]?.status,
  awards: told(await api.POST("/v1/awards", { body: { holdings, institution: "tp" } })).complete,
  what_if: told(await api.POST("/v1/what-if", { body: { holdings, on: "2030-01-01", as_of: "2026-11-30" } })).on,
  routes: drawn(told(await api.POST("/v1/routes", { body: { holdings, target: diploma, alternatives: 1 } }))).target,
  funding: told(await api.POST("/v1/funding", { body: { learner: { residency: "sg-citizen" } } })).schemes.length >= 0,
  read_pasted: told(await api.POST("/v1/holdings/read", { body: { text: "CCNA, May 2023" } })).lines.length,
  opens: told(await api.GET("/v1/credentials/{code}/opens", at(nanodegree))).direct[0]?.target.kind,
  recognised_towards_module: told(await api.GET("/v1/modules/{code}/recognised", at("tp:principles-of-machine-learning"))).item.kind,
  recognised_towards_programme: told(await api.GET("/v1/programmes/{code}/recognised", at(diploma))).item.code,
  transferability: ((pair) => ("status" in pair ? pair.status : null))(
    told(await api.GET("/v1/transferability", { params: { query: { from: "udacity", to: "tp" } } })),
  ),
  batch: told(
    await api.POST("/v1/batch", {
      body: '{"id": "1", "holdings": [{"code": "cisco:ccna"}]}\n',
      bodySerializer: (text) => text,
      headers: { "Content-Type": "application/x-ndjson" },
      parseAs: "text",
    }),
  ),
  desk: told(await api.GET("/v1/desk", { params: { query: { institution: "tp" } } })).count,
  import_holdings: told(await api.POST("/v1/holdings/import", { body: { files: [{ name: "badge.json", text: "{}" }] } })).not_read[0]?.text,
  list_institutions: told(await api.GET("/v1/institutions", { params: { query: { limit: 1 } } })).next,
  list_credentials: told(await api.GET("/v1/credentials", { params: { query: { limit: 1 } } })).items[0]?.kind,
  list_modules: told(await api.GET("/v1/modules", { params: { query: { limit: 1 } } })).items[0]?.kind,
  list_programmes: told(await api.GET("/v1/programmes", { params: { query: { limit: 1 } } })).items[0]?.kind,
  show_institution: told(await api.GET("/v1/institutions/{code}", at("tp"))).kind,
  show_credential: told(await api.GET("/v1/credentials/{code}", at(nanodegree))).kind,
  show_module: told(await api.GET("/v1/modules/{code}", at("tp:principles-of-machine-learning"))).kind,
  show_programme: told(await api.GET("/v1/programmes/{code}", at(diploma))).kind,
  search_catalogue: told(await api.GET("/v1/search", { params: { query: { q: "machine learning" } } })).items[0]?.code,
  draw_neighbourhood: drawn(told(await api.GET("/v1/graph", { params: { query: { focus: nanodegree } } }))).nodes[0]?.id,
  draw_paths: drawn(told(await api.POST("/v1/graph", { body: { codes: [nanodegree] } }))).nodes[0]?.id,
  list_rules: told(await api.GET("/v1/rules", { params: { query: { limit: 1 } } })).items[0]?.name,
  show_rule: told(await api.GET("/v1/rules/{code}", at("tp:recognition-principles-of-machine-learning"))).versions[0]?.in_force,
  rule_changes: told(await api.GET("/v1/rules/{code}/changes", at("tp:recognition-principles-of-machine-learning"))).items.length >= 0,
  institution_changes: told(await api.GET("/v1/institutions/{code}/changes", at("tp"))).items.length >= 0,
  livez: told(await api.GET("/livez")).status,
  readyz: told(await api.GET("/readyz")).catalogue,
  metrics: told(await api.GET("/metrics", { parseAs: "text" })).length > 0,
};
console.log(JSON.stringify(said));
