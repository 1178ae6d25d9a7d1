/** The language of the page, and how figures, days and titles read in it. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Schemas, Titles } from "../api";
import { en, type Words } from "./en";
import { CHINESE_KINDS, CHINESE_SLUGS, CHINESE_UNITS } from "./names";
import { zhHant } from "./zh-Hant";

export type Language = "en" | "zh-Hant";
export const LANGUAGES: Record<Language, Words> = { en, "zh-Hant": zhHant };
export const Speaking = createContext<Language>("en");

export interface Spoken {
  language: Language;
  words: Words;
  day: (iso: string) => string;
  number: (value: number | string) => string;
  money: (value: Money) => string;
  moneys: (values: Money[]) => string;
  /** The name of a doubt, of an alternative, of a kind or of a unit. */
  named: (name: string) => { text: string; lang: Language };
}

type Money = Schemas["Money"];

/** The language asked for in the address, else the one chosen before on this device, else the device's. */
export function languageOf(asked: string | null): Language {
  const wanted = [asked, kept("language"), navigator.language].find(Boolean) ?? "en";
  return wanted.startsWith("zh") ? "zh-Hant" : "en";
}

export function useWords(): Spoken {
  const language = useContext(Speaking);
  const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "zh-Hant-TW", { dateStyle: "medium", timeZone: "UTC" });
  const numbers = new Intl.NumberFormat(language);
  const money = ({ amount, currency }: Money) =>
    new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "code", maximumFractionDigits: Number(amount) % 1 ? 2 : 0 }).format(Number(amount));
  const day = (iso: string) => days.format(new Date(`${iso}T00:00:00Z`));
  return {
    language,
    words: LANGUAGES[language],
    day,
    number: (value) => numbers.format(Number(value)),
    money,
    moneys: (values) => values.map(money).join(" + "),
    named: (name) => {
      const chinese = language === "en" ? undefined : (CHINESE_SLUGS[name] ?? CHINESE_KINDS[name] ?? CHINESE_UNITS[name]);
      return chinese ? { text: chinese, lang: "zh-Hant" } : { text: plain(name), lang: "en" };
    },
  };
}

/** The title in the language, and the one in the other language where there are both. */
export function titleIn(titles: Titles, language: Language): { text: string; lang: string; other?: string; otherLang?: string } {
  const lang = titles[language] !== undefined ? language : (Object.keys(titles)[0] ?? "en");
  const text = titles[lang] ?? "";
  const otherLang = Object.keys(titles).find((name) => name !== lang && titles[name] !== text);
  const other = otherLang ? titles[otherLang] : undefined;
  return other && otherLang ? { text, lang, other, otherLang } : { text, lang };
}

/** What this device remembers: how things are shown, never what somebody holds. */
export function kept(name: "language" | "theme"): string | null {
  try {
    return localStorage.getItem(`stackways-${name}`);
  } catch {
    return null;
  }
}

export function keep(name: "language" | "theme", value: string): void {
  try {
    localStorage.setItem(`stackways-${name}`, value);
  } catch {
    // a device that lets nothing be kept asks again next time
  }
}

/** The language of a published text that does not say it. */
export function langOf(text: string): string {
  return /[⺀-鿿]/u.test(text) ? "zh-Hant" : "en";
}

/** A name with dashes, as words. */
export function plain(name: string): string {
  return name.replace(/[-_]/g, " ");
}
