/** Every institution by its title in the language of the page. */
import { get, useAnswer } from "./api";
import { langOf, useWords } from "./words";

export function useInstitutions() {
  const { language } = useWords();
  return useAnswer(language, async (signal) => {
    const { items } = await get("/v1/institutions", {}, { limit: 200 }, signal);
    return items
      .map(({ item }) => ({ code: String(item.code), titles: item.title as Record<string, string> }))
      .map(({ code, titles }) => ({ code, title: titles[language] ?? Object.values(titles)[0] ?? code }))
      .map((one) => ({ ...one, lang: langOf(one.title) }))
      .sort((a, b) => a.title.localeCompare(b.title, language));
  });
}
