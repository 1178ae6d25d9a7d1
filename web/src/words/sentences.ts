/**
 * What the server composes in English, said in Chinese. It composes from few patterns with holes (dates, amounts, titles,
 * and patterns again), so each pattern is written here once with what it says in Chinese. What fits none stays English and
 * is marked as such: so do titles, and whatever somebody published.
 */
export interface Piece {
  text: string;
  lang: "en" | "zh-Hant";
}

/** Around English within a Chinese sentence, until it is cut into pieces. */
const ENGLISH = ["\u0002", "\u0003"] as const;

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const LENGTHS: Record<string, string> = { year: "年", month: "個月", week: "星期", day: "日" };

type Say = (text: string) => string;
/** A kind of hole: what fits, and how it is said; null: it does not fit after all. */
const HOLES: Record<string, [fits: string, said: (text: string, any: Say, day: Say) => string | null]> = {
  day: ["(\\d{4}-\\d{2}-\\d{2})", (text, _, day) => day(text)],
  ym: ["(\\d{4}(?:-\\d{2}){0,2})", (text) => text],
  n: ["(\\d[\\d.,]*)", (text) => text],
  money: ["([A-Z]{3} [\\d.,]+)", (text) => text],
  code: ["(`[^`]+`(?:, `[^`]+`)*)", (text) => text],
  codes: ["(`[^`]+`(?: (?:or|and) `[^`]+`)*)", (text) => text.replace(/ or /g, " 或 ").replace(/ and /g, " 及 ")],
  slug: ["([a-z-]+)", (text) => CHINESE_SLUGS[text] ?? english(text)],
  event: ["(claim|application|admission|start)", (text) => ({ claim: "申請日", application: "提出申請日", admission: "獲取錄日", start: "開課日" })[text] ?? null],
  length: ["(\\d+ (?:year|month|week|day)s?(?![a-z]))", (text) => text.replace(/(\d+) (year|month|week|day)s?/, (_, count, unit) => `${count} ${LENGTHS[unit]}`)],
  month: [`((?:${MONTHS.join("|")}) \\d{4})`, (text) => `${text.slice(-4)}年${monthOf(text.slice(0, -5))}`],
  months: [`((?:(?:${MONTHS.join("|")})(?: and )?)+)`, (text) => text.split(" and ").map(monthOf).join("及")],
  unit: ["([^\\d`:(),]+?)", (text) => CHINESE_UNITS[text] ?? english(text)],
  amount: ["((?:at least|at most) [\\d.]+|from [\\d.]+ to [\\d.]+|an amount that is not published)", (text, any) => any(text)],
  counted: ["(of (?:what is|the latest [\\d.]+) counted[^:]*)", (text, any) => text.split(/ (?=in |on the scale |with less than )/).map(any).join("，")],
  sum: ["([\\d.]+ [^:;]+?)", (text) => summed(text)],
  rule: ["\\(([a-z0-9-]+:[a-z0-9-]+@\\d+)\\)", (text) => english(text)],
  words: ["((?:(?! and |, |: ).)+)", (text) => text.split(" or ").map(english).join("或")],
  word: ["([^ ]+)", (text) => english(text)],
  both: ["((?:(?!, only).)+)", (text) => text.split(" and ").map(english).join("及")],
  thing: ["(.+?(?<! or| and|,))", (text, any) => any(text)],
  name: ["(.+?)", (text) => english(text)],
  names: ["(.+)", (text) => english(text)],
  any: ["(.+?)", (text, any) => any(text)],
  each: ["(.+)", (text, any) => text.split("; ").map(any).join("；")],
  grants: ["((?:exemption|entry|specified credit|block credit): .+?)", (text) => text.split(/, (?=(?:exemption|entry|specified credit|block credit): )/).map(granted).join("、")],
  must: ["([^()]+)", (text, any) => understood(text.split(", "), any, "，")],
};

/** Doubts and their alternatives, by the names that rules give them. */
export const CHINESE_SLUGS: Record<string, string> = {
  "each-suffices": "各項是否足夠",
  "any-of": "任何一項即可",
  "all-of": "須全部具備",
  "bought-directly": "直接修讀是否計算",
  "any-door": "任何修讀途徑皆可",
  "tp-only": "只限經淡馬錫理工學院修讀",
  "attained-or-active": "曾取得抑或仍有效",
  attained: "曾經取得即可",
  active: "必須仍然有效",
  "level-of-credits": "學分級別",
  reach: "達致該級別或以上",
  at: "恰屬該級別",
  "professional-area": "專業範疇",
  "any-professional-area": "任何專業範疇皆可",
  "one-area": "須屬同一專業範疇",
  "theme-in-brackets": "括號內的主題",
  "required-share-in-theme": "所需比例的學分屬同一主題",
  "all-in-theme": "全部學分屬同一主題",
  "certificate-credits-count-again": "證書學分再次計算",
  "count-again": "可再次計算",
  "not-again": "不可再次計算",
};

/** Kinds of what the catalogue holds; a published brand (FlexiMasters, Nitec, MicroMasters) keeps its name. */
export const CHINESE_KINDS: Record<string, string> = {
  class: "類別",
  college: "學院",
  university: "大學",
  polytechnic: "理工學院",
  platform: "平台",
  provider: "培訓機構",
  "online-provider": "網上培訓機構",
  company: "公司",
  group: "團體",
  blog: "網誌",
  "professional-body": "專業團體",
  "quality-agency": "評審機構",
  "certification-vendor": "認證機構",
  "government-framework": "政府架構",
  "continuing-education-school": "持續教育學院",
  "vocational-institute": "職業教育學院",
  "professional-qualification": "專業資格",
  master: "碩士",
  bachelor: "學士",
  diploma: "文憑",
  certificate: "證書",
  "advanced-diploma": "高級文憑",
  "professional-diploma": "專業文憑",
  "technical-diploma": "技術文憑",
  "specialist-diploma": "專科文憑",
  "specialist-certificate": "專科證書",
  "graduate-certificate": "深造證書",
  "graduate-diploma": "深造文憑",
  "executive-certificate": "行政人員證書",
  "postgraduate-certificate": "深造證書（學士後）",
  "postgraduate-diploma": "深造文憑（學士後）",
  "post-diploma-certificate": "文憑後證書",
  "modular-certificate": "單元證書",
  "work-study-certificate": "工讀證書",
  "work-study-diploma": "工讀文憑",
  "work-study-post-diploma": "工讀文憑後課程",
  "diploma-conversion": "文憑轉換課程",
  "industry-certification": "行業認證",
  "professional-certificate": "專業證書",
  "certificate-of-competency": "能力證書",
  "skills-certificate": "技能證書",
  "micro-credential": "微證書",
  nanodegree: "納米學位",
  course: "課程",
  "short-course": "短期課程",
  subject: "科目",
  unit: "單元",
  elective: "選修科",
  "partly-published": "部分公布",
  "not-published": "未有公布",
  online: "網上",
  "face-to-face": "面授",
  blended: "混合模式",
  "full-time": "全日制",
  "part-time": "兼讀制",
  recognition: "承認",
  entry: "入學",
  structure: "結構",
  award: "資歷",
  cap: "上限",
  validity: "有效期",
  policy: "政策",
};

export const CHINESE_UNITS: Record<string, string> = {
  "HK credit": "香港資歷學分",
  "UK credit": "英國學分",
  "module credit": "單元學分",
  semester: "學期",
  certificates: "張證書",
  hours: "小時",
  credit: "學分",
  credits: "學分",
  unit: "單位",
  units: "單位",
  module: "單元",
  modules: "單元",
  course: "科",
  courses: "科",
  paper: "份試卷",
  papers: "份試卷",
  "modular certificates": "張單元證書",
  subject: "科目",
  subjects: "科目",
  levels: "級別",
  themes: "主題",
  institutions: "院校",
  terms: "學期",
  years: "年份",
  attributes: "標示",
};

/** The pattern, and what it says; `{0}` is the first hole. The first that fits is taken. */
const SENTENCES: [string, string][] = [
  // caps on what is recognised
  ["{any} {rule}", "{0}（{1}）"],
  ["what is recognised in {name} is limited: {names}", "{0}所承認者設有限制：{1}"],
  ["there is a most of what is recognised in all, and how much is not published", "合共可獲承認者設有上限，而數額未有公布"],
  ["of several the highest counts, not the sum; this is not the highest", "數項之中只計最高者，並非總和；此項不是最高"],
  ["a part of it counts already: only the difference counts, {any}", "其中一部分已經計算：只計差額，即{0}"],
  ["what is not known", "數額未知"],
  ["{name}: what is recognised comes to {sum}, and at most {n} count in all: {n} too many", "{0}：所承認者合計 {1}，而合共至多計 {2}：超出 {3}"],
  ["{name}: what is recognised comes to {sum}, and at most {n} count in all", "{0}：所承認者合計 {1}，而合共至多計 {2}"],
  ["{name}: what is recognised comes to {sum}; there is a most, and how much is not published", "{0}：所承認者合計 {1}；設有上限，而數額未有公布"],
  ["{name}: what is recognised comes to {sum}", "{0}：所承認者合計 {1}"],
  ["{name}: the highest comes to {sum}, and at most {n} count in all: {n} too many", "{0}：最高一項為 {1}，而合共至多計 {2}：超出 {3}"],
  ["{name}: the highest comes to {sum}, and at most {n} count in all", "{0}：最高一項為 {1}，而合共至多計 {2}"],
  ["{name}: the highest comes to {sum}; there is a most, and how much is not published", "{0}：最高一項為 {1}；設有上限，而數額未有公布"],
  ["{name}: the highest comes to {sum}", "{0}：最高一項為 {1}"],
  ["{name}: how much is recognised is not published, and at most {n} count in all", "{0}：承認多少未有公布，而合共至多計 {1}"],
  ["{name}: how much is recognised is not published; there is a most, and how much is not published", "{0}：承認多少未有公布；設有上限，而數額未有公布"],
  ["{name}: how much is recognised is not published", "{0}：承認多少未有公布"],
  ["{n} of {n} {unit}", "{1} {2}中的 {0}"],
  // what is not decided, not proven, or not looked at
  [
    "it is not decided whether there is a route: the effort that a search may take ended first. Ask for less at once: give an objective, a later `finish_by`, fewer limits, or institutions to keep to (`only`)",
    "未能確定有沒有路徑：一次搜尋的工作量已用盡。請縮小範圍：指定最看重的一項、較後的完成日期、較少的限制，或只看某些院校",
  ],
  ["the effort of the search ended before it was proven", "搜尋的工作量用盡，未及證明"],
  ["another route may be better: of that one it is not known {any}", "另一路徑可能更好：該路徑{0}未有公布"],
  ["it is not known {any}", "{0}未有公布"],
  ["when it ends", "完成日期"],
  ["what it costs", "費用"],
  ["how many hours it takes", "時數"],
  ["what else counts towards {name} at other institutions", "其他院校其餘可計入{0}的科目"],
  ["studying {n} more only in order to be exempted from something", "單為獲豁免某科目而修讀另外{0}項"],
  ["studying {name} only in order to be exempted from {name}: {any}", "單為獲豁免{1}而修讀{0}：{2}"],
  [
    "whether fewer limits conflict, and what else giving one up gives, was not all looked at: the effort ended",
    "是否較少的限制已有衝突、放寬其一會怎樣，並未全部查看：工作量已用盡",
  ],
  ["having {name} first", "先取得{0}"],
  ["having {name} before what depends on holding {names}", "在取決於是否持有{1}之前先取得{0}"],
  ["what it would save is not published", "所省多少未有公布"],
  ["it is itself made of parts", "它本身由多個部分組成"],
  ["its fee is in another currency than the one compared", "其費用並非以所比較的貨幣計算"],
  ["its hours are of another kind than those compared", "其時數與所比較的時數種類不同"],
  ["its fee is not published", "費用未有公布"],
  ["its hours are not published", "時數未有公布"],
  ["how long it takes is not published", "修讀期未有公布"],
  ["its fee and its hours are not published", "費用及時數未有公布"],
  ["its fee and how long it takes are not published", "費用及修讀期未有公布"],
  ["its hours and how long it takes are not published", "時數及修讀期未有公布"],
  ["its fee, its hours and how long it takes are not published", "費用、時數及修讀期未有公布"],
  ["{any} [in doubt: {name}]", "{0}（存疑：{1}）"],
  ["{any} is asked, and no grade on that scale is given of {code}", "要求{0}，而 {1} 未填該評分制的成績"],
  ["{any} is asked, and no date is given of {code}", "要求{0}，而 {1} 未填日期"],
  ["{any}: how much is not published", "{0}：數額未有公布"],
  ["{any}: whether {code} fits is not told by what is given", "{0}：憑所填資料未能判斷 {1} 是否符合"],
  ["{any} is to be shown", "{0}有待證明"],
  ["{any}, which the institution judges", "{0}，由院校判斷"],
  ["{any} are not all among the holdings given", "所填各項未齊備：{0}"],
  ["nothing held is {any}", "所持各項均不符合：{0}"],
  ["doubt {code} cannot be read as {code}, only as {codes}; it is read as {code}", "疑義 {0} 不能解作 {1}，只可解作 {2}；現解作 {3}"],
  // what is left out
  ["is not part of this award", "不屬此資歷的一部分"],
  ["would count, but is not needed", "可計算在內，但並無需要"],
  ["counts only once", "只計算一次"],
  ["its credits in {unit} are not given", "未填其{0}數目"],
  ["carries {n} {unit}, which are not converted to {unit}", "有 {0} {1}，而不能換算為{2}"],
  // what a holding shows
  ["{code}: {any}", "{0}：{1}"],
  ["attained {day}, last good day {day}: counts", "於 {0} 取得，最後有效日為 {1}：計算在內"],
  ["attained {day}, last good day {day}: one day too late", "於 {0} 取得，最後有效日為 {1}：遲了一日"],
  ["attained {day}, last good day {day}: {n} days too late", "於 {0} 取得，最後有效日為 {1}：遲了 {2} 日"],
  ["attained {day}, last good day {day} ({any}): counts", "於 {0} 取得，最後有效日為 {1}（{2}）：計算在內"],
  ["attained {day}, last good day {day} ({any}): one day too late", "於 {0} 取得，最後有效日為 {1}（{2}）：遲了一日"],
  ["attained {day}, last good day {day} ({any}): {n} days too late", "於 {0} 取得，最後有效日為 {1}（{2}）：遲了 {3} 日"],
  ["claim on {day}", "{0} 申請"],
  ["admission on {day}", "{0} 獲取錄"],
  ["application on {day}", "{0} 提出申請"],
  ["start on {day}", "{0} 開課"],
  ["attained {day}, which is after {any}", "於 {0} 取得，遲於 {1}"],
  ["attained {day}, as needed {any}", "於 {0} 取得，符合要求：{1}"],
  ["attained {day}, needed {any}", "於 {0} 取得，要求為 {1}"],
  ["attained {day}; it counts within its own validity only: give {codes}", "於 {0} 取得；只在其本身有效期內計算：請填 {1}"],
  ["its parts were attained from {day} to {day}, and the first counts to {day} only", "各部分於 {0} 至 {1} 取得，而最早一項只計至 {2}"],
  ["while this version of the rule was in force, {any}", "規則此版本生效期間（{0}）"],
  ["from {day} to {day}", "{0} 至 {1}"],
  ["from {day} on", "{0} 起"],
  ["until {day}", "至 {0}"],
  ["attained {day}, more than {length} ago, and how long it counts is not published", "於 {0} 取得，距今超過 {1}，而有效期未有公布"],
  ["attained {day}", "於 {0} 取得"],
  ["{day}", "{0}"],
  ["held", "已持有"],
  ["it must be attained {any}, and its date is not given", "須{0}取得，而未填取得日期"],
  ["no date is given for {any}, and it counts only if {any}", "未填{0}的日期，而只有{1}方可計算"],
  ["it", "此項"],
  ["on or after {day}", "{0} 或之後"],
  ["on or before {day}", "{0} 或之前"],
  ["its own validity runs to {day}", "其本身有效至 {0}"],
  ["its own validity ended on {day} unless renewed; the rule asks only that it was attained", "其本身有效期已於 {0} 屆滿（除非已續期）；規則只要求曾經取得"],
  ["its own validity ended on {day}; the rule asks only that it was attained", "其本身有效期已於 {0} 屆滿；規則只要求曾經取得"],
  ["its own validity ended on {day} unless renewed: give `renewed_on` or `valid_until`", "其本身有效期已於 {0} 屆滿（除非已續期）：請填續期日期或有效至何日"],
  ["its own validity ended on {day}", "其本身有效期已於 {0} 屆滿"],
  ["it must still be valid: give {any}", "必須仍然有效：請填 {0}"],
  ["no limit of its own is published", "未有公布其本身的有效期"],
  ["version {name} is listed", "版本 {0} 在列"],
  ["version {name} is not listed: {name}", "版本 {0} 不在列：{1}"],
  ["the rule names version {name}, and which one is held is not given", "規則指明版本 {0}，而未填所持版本"],
  ["counts as {name}", "可視為{0}"],
  ["whether it is {name} cannot be told from what is given", "憑所填資料未能判斷是否屬{0}"],
  ["{name} is not among the holdings given", "所填各項中沒有{0}"],
  ["{name} is not held; who belongs to it is not published: if what is held does, give {code}", "未持有{0}；其範圍未有公布：如所持者屬之，請加入 {1}"],
  ["{name} is not held", "未持有{0}"],
  ["not used elsewhere", "未用於別處"],
  ["already used for {name}", "已用於{0}"],
  ["it must not have been used elsewhere, and `used_for` is not given", "不得曾用於別處，而未填曾用於何處"],
  ["taken through {code}", "經 {0} 修讀"],
  ["taken through {code}, not through {code}", "經 {0} 修讀，並非經 {1}"],
  ["it must be taken through {code}, and `taken_through` is not given", "必須經 {0} 修讀，而未填修讀途徑"],
  ["grade {name}, which suffices", "成績 {0}，符合要求"],
  ["grade of {name}, at least {name} needed", "部分的成績：{0}，至少須為 {1}"],
  ["at least {name} is needed, and the grade of {name} is not given", "至少須為 {0}，而未填{1}的成績"],
  ["grade {name}, at least {name} needed", "成績 {0}，至少須為 {1}"],
  ["every part needs {name} or better, and the parts are not given", "每部分至少須為 {0}，而未填各部分"],
  ["at least {name} is needed, and the grade is not given", "至少須為 {0}，而未填成績"],
  ["at least {name} is needed, and the grade is {name}", "至少須為 {0}，而成績為 {1}"],
  ["at least {name} is needed, and the grade of {name}", "至少須為 {0}，而部分的成績為 {1}"],
  ["grade {name}, {name} needed", "成績 {0}，要求 {1}"],
  ["born in {n}, so {n} in the course of {n}", "{0} 年出生，即於 {2} 年內滿 {1} 歲"],
  ["{any} is needed: give {codes}", "須{0}：請填 {1}"],
  ["{any} is needed, and {code} is given", "須{0}，而所填為 {1}"],
  ["{n} years of work, {n} needed", "工作 {0} 年，要求 {1} 年"],
  ["{n} years of work, more needed", "工作 {0} 年，要求更多"],
  ["{n} years of work; how many are needed is not published", "工作 {0} 年；要求多少年未有公布"],
  ["intake {ym}: {any}", "{0} 入學：{1}"],
  ["intake {ym}, needed: {any}", "{0} 入學，要求：{1}"],
  ["{code} is listed", "{0} 在列"],
  ["{any} is needed", "須{0}"],
  ["{any} needed: give {codes}", "須{0}：請填 {1}"],
  ["admission comes first: give `admission_on` once admitted", "須先獲取錄：獲取錄後請填獲取錄日期"],
  ["admission on {day}", "{0} 獲取錄"],
  ["on condition: {name}", "附帶條件：{0}"],
  ["{n} of the {n} {unit} needed are held", "所需 {1} {2}中持有 {0}"],
  ["the source does not say from when the rule holds; it is taken to hold now", "來源未說明規則由何時起生效；現視為有效"],
  ["the publisher does not say to which day the {length} are counted; the day of the claim is taken", "公布者未說明 {0} 計至何日；現以申請日為準"],
  ["the rule is known from {day} on; what held on {day} is not known", "規則自 {0} 起為已知；{1} 的規定未知"],
  ["what held on {day} is not known", "{0} 的規定未知"],
  ["the rule ended on {day}, before {day}", "規則已於 {0} 終止，早於 {1}"],
  ["version {n} of the rule does not grant this", "規則第 {0} 版不給予此項"],
  ["version {n} of the rule was never the one in force", "規則第 {0} 版從未生效"],
  ["which version of the rule holds depends on the day of admission: give {code}", "適用規則哪個版本取決於獲取錄日期：請填 {0}"],
  ["what held when it was attained is not known", "取得當時的規定未知"],
  ["the rule is known from {day} on; what held on {any} is not known", "規則自 {0} 起為已知；{1} 的規定未知"],
  ["what held on {any} is not known", "{0} 的規定未知"],
  ["the rule ended on {day}, before {any}", "規則已於 {0} 終止，早於 {1}"],
  ["the rule ended before {any}", "規則早於 {0} 終止"],
  ["the rule is known only from a source of medium or low confidence", "只有可信度中等或低的來源載有此規則"],
  ["another source says otherwise; see the sources", "另有來源說法不同，請參閱來源"],
  ["illustrative: made up for planning, published by nobody", "示例：為規劃而虛構，並無任何人公布"],
  ["the institution decides how much, up to what is published", "由院校決定多少，以所公布者為上限"],
  ["the institution decided so before; it is not bound to do so again", "院校曾如此決定，並無責任再次如此"],
  ["a recommendation binds nobody: the receiving institution decides", "建議並無約束力，由接收院校決定"],
  ["exactly one of these may be held, and more are", "只可持有其中一項，而所持多於一項"],
  ["it counts if the {event} is from {day} to {day}: give {code}", "{0}在 {1} 至 {2} 之間方可計算：請填 {3}"],
  ["it counts if the {event} is from {day} to {day}, and {code} may be inside or outside", "{0}在 {1} 至 {2} 之間方可計算，而 {3} 可能在內，亦可能在外"],
  ["needed: {any}; give `intake` as a month", "須{0}：請填入學年月"],
  ["the rule ends on {day}", "規則於 {0} 終止"],
  ["no published rule in this catalogue recognises what is held towards {name}", "目錄中沒有已公布的規則把所持者計入{0}"],
  ["in progress, without a date: not held yet", "修讀中，未填日期：尚未持有"],
  ["planned, without a date: not held yet", "計劃中，未填日期：尚未持有"],
  ["{code} is in progress; taken as attained on {day}", "{0} 修讀中；視為於 {1} 取得"],
  ["{code} is planned; taken as attained on {day}", "{0} 計劃中；視為於 {1} 取得"],
  ["this award is held already, attained {day}", "已於 {0} 取得此資歷"],
  ["this award is held already", "已持有此資歷"],
  // what is asked for
  ["still valid", "仍然有效"],
  ["{any} or longer: how long is not published", "{0}或更早，多久未有公布"],
  ["{any} or within its own validity if that is less", "{0}（其本身有效期較短者從之）"],
  ["attained in the last {length} or its own validity if that is less{any}", "{1}最近 {0} 內取得（其本身有效期較短者從之）"],
  ["attained in the last {length} or its own validity if that is less", "最近 {0} 內取得（其本身有效期較短者從之）"],
  ["attained in the last {length}{any}", "{1}最近 {0} 內取得"],
  ["attained in the last {length}", "最近 {0} 內取得"],
  ["completed in the last {length}{any}", "{1}最近 {0} 內完成"],
  ["completed in the last {length}", "最近 {0} 內完成"],
  ["each part attained in the last {length}{any}", "{1}最近 {0} 內取得每一部分"],
  ["each part attained in the last {length}", "最近 {0} 內取得每一部分"],
  [" before the claim", "申請前"],
  [" before the application", "提出申請前"],
  [" before admission", "獲取錄前"],
  [" before the start", "開課前"],
  ["attained on or after {day}", "於 {0} 或之後取得"],
  ["attained on or before {day}", "於 {0} 或之前取得"],
  ["with {name} or better in every part", "每部分達 {0} 或以上"],
  ["with {name} or better or {name}", "達 {0} 或以上，或為 {1}"],
  ["with {name} or better", "達 {0} 或以上"],
  ["taken through {name}", "經{0}修讀"],
  ["version {words}", "版本 {0}"],
  ["at least {n}% ({n} {unit}) of the credits required: {any}", "所需學分至少 {0}%（{1} {2}）：{3}"],
  ["at most {n}% ({n} {unit}) of the credits required: {any}", "所需學分至多 {0}%（{1} {2}）：{3}"],
  ["at least {n}% of the credits required: {any}", "所需學分至少 {0}%：{1}"],
  ["at most {n}% of the credits required: {any}", "所需學分至多 {0}%：{1}"],
  ["at least {n}% ({n} {unit}) of the credits counted: {any}", "所計學分至少 {0}%（{1} {2}）：{3}"],
  ["at most {n}% ({n} {unit}) of the credits counted: {any}", "所計學分至多 {0}%（{1} {2}）：{3}"],
  ["at least {n}% of the credits counted: {any}", "所計學分至少 {0}%：{1}"],
  ["at most {n}% of the credits counted: {any}", "所計學分至多 {0}%：{1}"],
  ["at least {n}% of the content alike", "內容至少 {0}% 相同"],
  ["at least {n} of: {any}", "以下至少 {0} 項：{1}"],
  ["exactly one of: {any}", "以下恰好一項：{0}"],
  ["at least {n} different {unit} of what is counted: {any}", "所計者至少 {0} 種不同的{1}：{2}"],
  ["at least {n} {unit} from: {any}", "至少 {0} {1}，取自：{2}"],
  ["at most {n} {unit} from: {any}", "至多 {0} {1}，取自：{2}"],
  ["at least {n} {unit} from {any}", "至少 {0} {1}，取自{2}"],
  ["at most {n} {unit} from {any}", "至多 {0} {1}，取自{2}"],
  ["from {n} to {n} {unit} from {any}", "{0} 至 {1} {2}，取自{3}"],
  ["at least {n} {unit} of what is counted: {any}", "所計者至少 {0} {1}：{2}"],
  ["at most {n} {unit} of what is counted: {any}", "所計者至多 {0} {1}：{2}"],
  ["an amount that is not published {unit} from: {any}", "數額未有公布的{0}，取自：{1}"],
  ["an amount that is not published {unit} from {any}", "數額未有公布的{0}，取自{1}"],
  ["from {n} to {n} {unit} from: {any}", "{0} 至 {1} {2}，取自：{3}"],
  ["{amount} {unit}, each counted, from {any}", "{0} {1}，逐一計算，取自{2}"],
  ["at least {n} and at most {n} different {unit} {counted}: {any}", "{3}：至少 {0} 種、至多 {1} 種不同的{2}：{4}"],
  ["at most {n} different {unit} {counted}: {any}", "{2}：至多 {0} 種不同的{1}：{3}"],
  ["at least {n} different {unit} {counted}: {any}", "{2}：至少 {0} 種不同的{1}：{3}"],
  ["{amount} {unit} {counted}: {any}", "{2}：{0} {1}：{3}"],
  ["at least {n}", "至少 {0}"],
  ["at most {n}", "至多 {0}"],
  ["from {n} to {n}", "{0} 至 {1}"],
  ["an amount that is not published", "數額未有公布"],
  ["of what is counted", "所計者"],
  ["of the latest {n} counted", "最近計算的 {0} 之中"],
  ["on the scale {words}", "評分制為 {0}"],
  ["with less than {words}", "成績低於 {0}"],
  ["in {words}", "屬{0}"],
  ["not in {words}", "不屬{0}"],
  ["marked {words}", "標示{0}"],
  ["not marked {words}", "未標示{0}"],
  ["with a code like {words}", "代碼如 {0}"],
  ["with no code like {words}", "代碼不似 {0}"],
  ["taken in {words}", "於{0}修讀"],
  ["of {n} credits or more", "{0} 學分或以上"],
  ["of {n} credits or less", "{0} 學分或以下"],
  ["attained within {length} of admission", "獲取錄後 {0} 內取得"],
  ["level {n} or higher", "第 {0} 級或以上"],
  ["level {n} or lower", "第 {0} 級或以下"],
  ["{word} level {n} or higher", "{0} 第 {1} 級或以上"],
  ["{word} level {n} or lower", "{0} 第 {1} 級或以下"],
  ["except {words}", "不包括{0}"],
  ["of one and the same subject", "屬同一科目"],
  ["of one and the same institution", "屬同一院校"],
  ["of one and the same entry", "屬同一項目"],
  ["of one and the same term", "屬同一學期"],
  ["of one and the same year", "屬同一年"],
  ["of {words}", "由{0}提供"],
  ["anything that is {any}", "符合以下條件者：{0}"],
  ["at most {n} {unit} for both {both}, only what is {any}", "至多 {0} {1}可同時計入{2}，只限{3}"],
  ["at most {n} {unit} for both {both}", "至多 {0} {1}可同時計入{2}"],
  ["anything for both {both}, only what is {any}", "可同時計入{0}，只限{1}"],
  ["anything for both {both}", "可同時計入{0}"],
  ["all within {length} of the first: {any}", "全部於首項起計 {0} 內：{1}"],
  ["an average of {name} or better of all that is held", "所持各項平均達 {0} 或以上"],
  ["an average of {name} or better of all that is held: {any}", "所持各項（{1}）平均達 {0} 或以上"],
  ["an average of {name} or better of what is counted in {name}: {any}", "{1}所計者（{2}）平均達 {0} 或以上"],
  ["an average of {name} or better of {any}", "{1}平均達 {0} 或以上"],
  ["age {n} or more on 1 January of the intake year", "於入學年度 1 月 1 日年滿 {0} 歲"],
  ["age {n} or more", "年滿 {0} 歲"],
  ["residency {name}", "居留身分為{0}"],
  ["intake from {ym} to {ym}", "{0} 至 {1} 入學"],
  ["intake from {ym}", "{0} 起入學"],
  ["intake to {ym}", "{0} 或之前入學"],
  ["{n} years of relevant work", "{0} 年相關工作經驗"],
  ["1 year of relevant work", "1 年相關工作經驗"],
  ["years of relevant work (how many is not published)", "相關工作經驗（年數未有公布）"],
  ["admission to the programme", "獲課程取錄"],
  ["with {any} also {any}, otherwise {any}", "如選{0}，另須{1}；否則{2}"],
  ["who holds {any}: {any}; otherwise {any}", "持有{0}者：{1}；否則{2}"],
  ["professional", "屬專業範疇"],
  ["not professional", "不屬專業範疇"],
  ["anything counted", "任何計算在內者"],
  ["earned here", "於本院校取得"],
  ["earned elsewhere", "於別處取得"],
  ["of one and the same level or higher", "屬同一級別或以上"],
  ["of one and the same level", "屬同一級別"],
  ["of one and the same theme", "屬同一主題"],
  ["of one and the same professional", "屬同一專業範疇"],
  ["micro credential", "微證書"],
  // the steps of a plan
  ["Enter {name}: the entry requirements of {name} are not in this catalogue", "入讀{0}：目錄中沒有其入學要求"],
  ["the entry requirements of {name} are not in this catalogue", "目錄中沒有{0}的入學要求"],
  ["Enter {name}: needs {any}; this is not shown by what is given", "入讀{0}：要求{1}；所填資料未能顯示"],
  ["Enter {name}: needs {any}; this is not met by what is given: {each}", "入讀{0}：要求{1}；所填資料不符合：{2}"],
  ["Enter {name}: needs {any}; this is met", "入讀{0}：要求{1}；已符合"],
  ["Enter {name}: the entry requirement is met", "入讀{0}：符合入學要求"],
  ["entry to {name} needs {any}; this is not shown by what is given", "入讀{0}要求{1}；所填資料未能顯示"],
  ["entry to {name} needs {any}; this is not met by what is given: {each}", "入讀{0}要求{1}；所填資料不符合：{2}"],
  ["entry to {name} needs {any}; this is met", "入讀{0}要求{1}；已符合"],
  ["entry rests on a doubt, {code}, taken as {slug}: {name} ({must})", "入學取決於一項疑義（{0}，現解作 {1}）：{2}（{3}）"],
  ["not met if {slug}", "如解作 {0} 則不符合"],
  ["not shown if {slug}", "如解作 {0} 則未能顯示"],
  ["met if {slug}", "如解作 {0} 則符合"],
  ["entry rests on a doubt, {code}, taken as {name}: {name}", "入學取決於一項疑義（{0}，現解作 {1}）：{2}"],
  ["Claim the exemption from {name} by {day}", "於 {1} 或之前申請豁免{0}"],
  ["Claim the exemption from {name} (conditional; {each})", "申請豁免{0}（視乎情況；{1}）"],
  ["Claim the exemption from {name}", "申請豁免{0}"],
  ["Claim {name} by {day}", "於 {1} 或之前申請{0}"],
  ["Be awarded {name} (by a curriculum that nobody published)", "取得{0}（依據並無任何人公布的課程內容）"],
  ["Be awarded {name}; {money} is the published fee for all of it", "取得{0}；所公布的 {1} 為全部費用"],
  ["Be awarded {name}; {n} hours are published for all of it", "取得{0}；所公布的 {1} 小時為全部時數"],
  ["Be awarded {name}", "取得{0}"],
  ["Study {name} (after {name}), because {each}", "修讀{0}（在{1}之後），因{2}"],
  ["Study {name}, because {each}", "修讀{0}，因{1}"],
  ["it exempts from {name} by {code}, which saves {any}", "可按 {1} 獲豁免{0}，省去{2}"],
  ["it exempts from {name} by {code}", "可按 {1} 獲豁免{0}"],
  ["{money} and {n} hours", "{0} 及 {1} 小時"],
  ["{n} hours", "{0} 小時"],
  ["Study {name} (after {names})", "修讀{0}（在{1}之後）"],
  ["Study the rest of {name} as one block: {each}", "以一整體修讀{0}的其餘部分：{1}"],
  ["Study {name} as one block: {each}", "以一整體修讀{0}：{1}"],
  ["Study {name}", "修讀{0}"],
  ["its curriculum is only partly published", "課程內容只公布了一部分"],
  ["its curriculum is not published", "課程內容未有公布"],
  ["of what is left, this is known to be in it: {names}", "餘下部分已知包括：{0}"],
  ["it is made of {any}", "由以下組成：{0}"],
  ["{n} hours and {money} are published for the whole", "公布的總時數為 {0} 小時，總費用為 {1}"],
  ["{n} hours are published for the whole", "公布的總時數為 {0} 小時"],
  ["{money} are published for the whole", "公布的總費用為 {0}"],
  ["it begins in {months}", "於{0}開課"],
  ["its first date after {day} is {day}", "{0} 之後首個開課日為 {1}"],
  ["{day} is the first of a month from {day} on", "{0} 為 {1} 起首個月份的首日"],
  ["it asks for {name}, which is had on {day}", "須先有{0}，而該項於 {1} 取得"],
  ["{name} comes first, and is had on {day}", "須先完成{0}，而該項於 {1} 取得"],
  ["at most {n} may be studied at once, and there is {names}", "最多同時修讀 {0} 項，而此時正修讀{1}"],
  ["the {n} hours a week go to {names}", "每週 {0} 小時已用於{1}"],
  ["{name} is had on {day}", "{0}於 {1} 取得"],
  ["the first of it, {name}, begins on {day}", "首項{0}於 {1} 開始"],
  ["it is claimed on entering", "於入學時申請"],
  ["it rests on {name}, which is had on {day}", "取決於{0}，而該項於 {1} 取得"],
  ["claim by {day}: start by {month}, the last intake that makes it; after that {name} counts no more, and it must be studied", "須於 {0} 或之前申請：最遲於 {1}入學方可趕及；其後{2}不再計算，便須修讀"],
  ["claim by {day}; after that {name} counts no more, and it must be studied", "須於 {0} 或之前申請；其後{1}不再計算，便須修讀"],
  ["apply by {day}: after that something counted towards it counts no more", "須於 {0} 或之前提出申請：其後所計者有部分不再計算"],
  ["the next time it begins is {day}", "下一次開課為 {0}"],
  // before relying on a plan
  ["entry to {name} is not shown, and comes before anything claimed there", "未能顯示可入讀{0}，而入學先於在該處的任何申請"],
  ["entry to {name} is not met, and comes before anything claimed there", "不符合{0}的入學要求，而入學先於在該處的任何申請"],
  ["illustrative, published by nobody: {names}", "示例，並無任何人公布：{0}"],
  ["the fee is not published for: {names}", "未公布費用：{0}"],
  ["hours are not published for: {names}", "未公布時數：{0}"],
  ["how long it takes is not published for: {names}", "未公布修業期：{0}"],
  ["when it begins is not published, so the first of any month is taken, for: {names}", "未公布開課日期，故以每月首日計：{0}"],
  ["rests on a claim that is conditional: the exemption from {name}", "取決於未能確定的申請：豁免{0}"],
  ["not claimed, for a cap leaves no room for it: the exemption from {name}", "受上限所限，不申請豁免{0}"],
  ["not claimed, for it is refused: the exemption from {name}: {each}", "不獲准，故不申請豁免{0}：{1}"],
  ["conditional: {name}: what is not known decides: {each}", "{0}視乎情況，取決於未知者：{1}"],
  ["conditional: {name}: {each}", "{0}視乎情況：{1}"],
  ["of the framework that {name} belongs to: {name}", "{0}所屬架構：{1}"],
  ["{name} is taken to last as long as is published for all of {name}", "{0}的修業期以{1}整體所公布者計"],
  ["at {n} hours a week for all that is studied, these take longer than published: {names}", "以每週共 {0} 小時計，以下所需時間長於所公布者：{1}"],
  ["{name} is held already", "已持有{0}"],
  // what cannot be had together, and what giving way would bring
  ["it is to be finished by {day}", "須於 {0} 或之前完成"],
  ["the budget is {money}", "預算為 {0}"],
  ["there are {n} hours a week", "每週有 {0} 小時"],
  ["at most {n} may be studied at once", "最多同時修讀 {0} 項"],
  ["{code} is to be avoided", "須避開 {0}"],
  ["only {code} may be used", "只限 {0}"],
  ["only {code} is wanted", "只限 {0} 授課方式"],
  ["every way found to {name} leads through {code}", "通往{0}的路徑全部經過 {1}"],
  ["the fees of every way found to {name} are at least {money}", "通往{0}的每條路徑費用至少為 {1}"],
  ["the known fees of every way found to {name} are at least {money}", "通往{0}的每條路徑已知費用至少為 {1}"],
  ["the soonest that {name} can be had is {day}", "{0}最早可於 {1} 取得"],
  ["{name} takes at least {n} hours; {n} weeks at {n} are {n}", "{0}至少需 {1} 小時；{2} 週、每週 {3} 小時共 {4} 小時"],
  ["{n} {unit} are {n} hours; {n} weeks at {n} are {n}", "{0} {1}即 {2} 小時；{3} 週、每週 {4} 小時共 {5} 小時"],
  ["nothing in the catalogue leads to {name} within {n} years of {day}", "目錄中沒有由 {2} 起 {1} 年內通往{0}的路徑"],
  ["{name} asks for {each}: nothing in the catalogue fills it", "{0}要求{1}：目錄中沒有可填補者"],
  ["by {month} ({day})", "於{0}（{1}）或之前"],
  ["not before {day}; when exactly is not known", "不早於 {0}；確切日期未知"],
  ["with {n} hours a week", "每週 {0} 小時"],
  ["with {n} studied at once", "同時修讀 {0} 項"],
  ["with {n} hours a week, or {any}", "每週 {0} 小時，或{1}"],
  ["a budget of {money} covers the fees that are known", "{0} 的預算足以支付已知費用"],
  ["a budget of {money}", "預算 {0}"],
  ["with {code} allowed: {name}", "容許 {0}：{1}"],
  ["with {code} allowed", "容許 {0}"],
  ["{thing} ({must})", "{0}（{1}）"],
  // a rule, whole
  ["{any} -> {grants} within {name}", "{0} → {1}（於{2}內）"],
  ["{any} -> {grants}", "{0} → {1}"],
  ["{name} needs {any}", "{0}：要求{1}"],
  ["{name} is made of {any}", "{0}由以下組成：{1}"],
];

const PATTERNS = SENTENCES.map(([pattern, says]): [RegExp, string[], string] => {
  const kinds: string[] = [];
  const written = pattern
    .split(/(\{\w+\})/)
    .map((part) => {
      const kind = /^\{(\w+)\}$/.exec(part)?.[1];
      if (!kind) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      kinds.push(kind);
      return HOLES[kind]?.[0] ?? "";
    })
    .join("");
  return [new RegExp(`^${written}$`, "u"), kinds, says];
});

function monthOf(name: string): string {
  return `${MONTHS.indexOf(name) + 1}月`;
}

function english(text: string): string {
  return ENGLISH[0] + text + ENGLISH[1];
}

/** What several recognitions come to: an amount, what of it is only conditional, and whether more is not published. */
function summed(text: string): string {
  const [, amount, unit = "", conditional, all, more] = /^([\d.]+) (.+?)(?: granted and ([\d.]+))?( conditional|, all of it conditional)?(, and to what is not published besides)?$/.exec(text) ?? [];
  const doubt = conditional ? `確定，另有 ${conditional} 視乎情況` : all ? "，均視乎情況" : "";
  return `${amount} ${CHINESE_UNITS[unit] ?? english(unit)}${doubt}${more ? "，另加未有公布者" : ""}`;
}

const OUTCOMES: Record<string, string> = { exemption: "豁免", entry: "入學", "specified credit": "指定單元學分", "block credit": "整體學分" };

function granted(text: string): string {
  const [outcome = "", ...what] = text.split(": ");
  return `${OUTCOMES[outcome]}：${english(what.join(": "))}`;
}

/** An "or" or "and" that parts nothing. */
const COMPARED = /^ (or (better|more|higher|lower|less|after|before|longer|its own)|and at most [\d.]+ different)\b/;

/** The parts of a text between a word, not looking into brackets. */
function parted(text: string, word: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    else if (depth === 0 && text.startsWith(word, at) && !COMPARED.test(text.slice(at))) {
      parts.push(text.slice(from, at));
      from = at + word.length;
    }
  }
  return [...parts, text.slice(from)];
}

/** The parts in Chinese, joined; null where no pattern fits any of them. */
function understood(parts: string[], any: Say, between: string): string | null {
  const said = parts.map(any);
  return said.every((text, index) => text === english(parts[index] ?? "")) ? null : said.join(between);
}

/** What begins a requirement of its own, after an "and". */
const ASKS = /^(\(|at (least|most) [\d.]|from [\d.]|exactly one of: |all within |an average of |an amount that |anything (for both|that is) |who holds |with .+ also )/;

/** The requirements that are all asked for; what may be the end of a title stays with what stands before it. */
function asked(text: string): string[] {
  if (/ is made of | needs | -> /.test(text)) return [text];
  return parted(text, " and ").reduce<string[]>((all, part) => {
    if (!all.length || (ASKS.test(part) && !all.at(-1)?.endsWith(","))) return [...all, part];
    return [...all.slice(0, -1), `${all.at(-1)} and ${part}`];
  }, []);
}

/** A sentence in Chinese, with its English marked. */
function said(text: string, day: Say): string {
  const any = (part: string) => said(part, day);
  const parts = asked(text);
  if (parts.length > 1) return parts.map(any).join("及");
  for (const [pattern, kinds, says] of PATTERNS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const holes = kinds.map((kind, index) => HOLES[kind]?.[1](found[index + 1] ?? "", any, day) ?? null);
    if (holes.every((hole) => hole !== null)) return says.replace(/\{(\d)\}/g, (_, index) => holes[Number(index)] ?? "");
  }
  const kind = CHINESE_KINDS[text.replaceAll(" ", "-")];
  if (kind) return kind;
  const enclosed = text.startsWith("(") && parted(text, "").length === 1; // nothing stands outside the brackets
  if (enclosed) return `（${any(text.slice(1, -1))}）`;
  // Titles have such words as well: parted is where most of the parts are understood.
  const ways = ([[" and ", "及"], [" or ", "或"], [", ", "，"]] as const).map(([word, between]) => {
    const parts = parted(text, word);
    const all = parts.length > 1 ? parts.map(any) : [];
    return { joined: all.join(between), share: all.filter((one, index) => one !== english(parts[index] ?? "")).length / parts.length };
  });
  const best = ways.reduce((one, other) => (other.share > one.share ? other : one));
  if (best.share > 0) return best.joined;
  return english(text);
}

/** A composed sentence in Chinese, cut where the language changes. What ends with a full stop was published, not composed. */
export function inChinese(text: string, day: Say): Piece[] {
  if (text.endsWith(".")) return [{ text, lang: "en" }];
  return said(text, day)
    .replace(/(?<=[⺀-鿿]) (?=[⺀-鿿])/gu, "") // between a day or an amount and what follows
    .split(/[\u0002\u0003]/)
    .flatMap((part, index): Piece[] => (part ? [{ text: part, lang: index % 2 ? "en" : "zh-Hant" }] : []));
}
