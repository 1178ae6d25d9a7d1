/** The frame around every view, and which view an address shows. */
import { askIn } from "./api";
import { useEffect, useState } from "preact/hooks";
import { type Address, change, followLinks, linkToAsked, linkToPublic, useAddress } from "./address";
import { lazy } from "./lazy";
import { Rule } from "./parts/rule";
import { Plan } from "./plan";
import { keep, kept, type Language, LANGUAGES, languageOf, Speaking, useWords } from "./words";

const Awards = lazy(() => import("./awards").then((part) => part.Awards));
const Transfer = lazy(() => import("./transfer").then((part) => part.Transfer));
const Catalogue = lazy(() => import("./catalogue").then((part) => part.Catalogue));
const Entry = lazy(() => import("./entry").then((part) => part.Entry));
const Embed = lazy(() => import("./embed").then((part) => part.Embed));
const Desk = lazy(() => import("./desk").then((part) => part.Desk));
const RulePage = lazy(() => import("./catalogue").then((part) => part.RulePage));

const FOLDERS = new Set(["catalogue", "desk", "rules", "institutions", "credentials", "modules", "programmes"]);

export function App() {
  const address = useAddress();
  const language = languageOf(address.state.get("lang"));
  askIn(language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  if (address.path.startsWith("/embed/"))
    return (
      <Speaking.Provider value={language}>
        <Embed code={address.path.slice("/embed/".length)} />
      </Speaking.Provider>
    );
  return (
    <Speaking.Provider value={language}>
      <div class="frame" onClick={followLinks}>
        <Masthead address={address} language={language} />
        <main id="main" tabIndex={-1}>
          {view(address)}
        </main>
        <Footer />
        <Rule name={address.path.startsWith("/rules/") ? null : address.state.get("rule")} />
      </div>
    </Speaking.Provider>
  );
}

function view(address: Address) {
  const [, folder = "", ...rest] = address.path.split("/");
  const code = rest.join("/");
  switch (folder) {
    case "awards":
      return <Awards address={address} />;
    case "transfer":
      return <Transfer address={address} />;
    case "catalogue":
      return <Catalogue address={address} />;
    case "desk":
      return <Desk key={code} address={address} institution={code} />;
    case "rules":
      return code ? <RulePage name={code} /> : <Catalogue address={address} list="rules" />;
    case "institutions":
    case "credentials":
    case "modules":
    case "programmes":
      return code ? <Entry key={code} folder={folder} code={code} /> : <Catalogue address={address} list={folder} />;
    case "":
    case "plan":
      return <Plan address={address} />;
    default:
      return <NotFound />;
  }
}

function NotFound() {
  const { words } = useWords();
  useEffect(() => {
    document.title = `${words.notFound.heading} · Stackways`;
  });
  return (
    <section>
      <h1>{words.notFound.heading}</h1>
      <p class="lead">{words.notFound.text}</p>
      <ul class="examples">
        <li>
          <a href={linkToAsked("/plan")}>{words.tagline}</a>
        </li>
        <li>
          <a href={linkToPublic("/catalogue")}>{words.catalogue.heading}</a>
        </li>
        <li>
          <a href={linkToPublic("/transfer")}>{words.transfer.heading}</a>
        </li>
      </ul>
    </section>
  );
}

function Masthead({ address, language }: { address: Address; language: Language }) {
  const { words } = useWords();
  const at = address.path.split("/")[1] || "plan";
  const here = { plan: "plan", awards: "awards", transfer: "transfer" }[at] ?? (FOLDERS.has(at) ? "catalogue" : null);
  const views = [
    ["plan", linkToAsked("/plan")],
    ["awards", linkToAsked("/awards")],
    ["transfer", linkToPublic("/transfer")],
    ["catalogue", linkToPublic("/catalogue")],
  ] as const;
  const choose = (next: Language) => {
    keep("language", next);
    change((state) => state.set("lang", next));
  };
  return (
    <header class="masthead">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {words.skip}
      </a>
      <a class="wordmark" href={linkToAsked("/plan")}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect x="2" y="21" width="14" height="7" rx="1.5" />
          <rect x="9" y="12.5" width="14" height="7" rx="1.5" />
          <rect x="16" y="4" width="14" height="7" rx="1.5" />
        </svg>
        Stackways
      </a>
      <nav aria-label={words.nav.label}>
        <ul>
          {views.map(([name, href]) => (
            <li>
              <a href={href} aria-current={here === name ? "page" : undefined}>
                {words.nav[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="settings">
        <Theme />
        {(Object.keys(LANGUAGES) as Language[])
          .filter((other) => other !== language)
          .map((other) => (
            <button type="button" lang={other} onClick={() => choose(other)}>
              {LANGUAGES[other].name}
            </button>
          ))}
      </div>
    </header>
  );
}

type Colours = "system" | "light" | "dark";

function Theme() {
  const { words } = useWords();
  const [theme, set] = useState<Colours>((kept("theme") as Colours | null) ?? "system");
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    keep("theme", theme);
  }, [theme]);
  return (
    <select aria-label={words.theme.label} value={theme} onChange={(event) => set(event.currentTarget.value as Colours)}>
      {(["system", "light", "dark"] as const).map((colours) => (
        <option value={colours}>{words.theme[colours]}</option>
      ))}
    </select>
  );
}

function Footer() {
  const { words, language } = useWords();
  return (
    <footer>
      <p>{words.footer}</p>
      {language !== "en" && <p>{words.inEnglish}</p>}
    </footer>
  );
}
