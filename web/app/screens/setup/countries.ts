// What goes together in a country: where it is guessed from, the money, the number for emergencies. All of it can be changed.
import { language } from "../../words/words";

export interface Country {
  code: string;
  currency: string;
  zone: string;
  emergency: string;
}

// One line each: code, currency, zone, emergency number. Where police and ambulance have two, the police's.
const lines = `
FI EUR Europe/Helsinki 112|SE SEK Europe/Stockholm 112|NO NOK Europe/Oslo 112|DK DKK Europe/Copenhagen 112|IS ISK Atlantic/Reykjavik 112|EE EUR Europe/Tallinn 112
LV EUR Europe/Riga 112|LT EUR Europe/Vilnius 112|DE EUR Europe/Berlin 112|AT EUR Europe/Vienna 112|CH CHF Europe/Zurich 112|NL EUR Europe/Amsterdam 112
BE EUR Europe/Brussels 112|FR EUR Europe/Paris 112|ES EUR Europe/Madrid 112|PT EUR Europe/Lisbon 112|IT EUR Europe/Rome 112|IE EUR Europe/Dublin 112
GB GBP Europe/London 999|PL PLN Europe/Warsaw 112|CZ CZK Europe/Prague 112|HU HUF Europe/Budapest 112|RO RON Europe/Bucharest 112|BG EUR Europe/Sofia 112
GR EUR Europe/Athens 112|UA UAH Europe/Kyiv 112|RU RUB Europe/Moscow 112|KZ KZT Asia/Almaty 112|TR TRY Europe/Istanbul 112|US USD America/New_York 911
CA CAD America/Toronto 911|MX MXN America/Mexico_City 911|BR BRL America/Sao_Paulo 190|AU AUD Australia/Sydney 000|NZ NZD Pacific/Auckland 111|CN CNY Asia/Shanghai 110
HK HKD Asia/Hong_Kong 999|TW TWD Asia/Taipei 110|SG SGD Asia/Singapore 999|MY MYR Asia/Kuala_Lumpur 999|JP JPY Asia/Tokyo 110|KR KRW Asia/Seoul 112
IN INR Asia/Kolkata 112|TH THB Asia/Bangkok 191|VN VND Asia/Ho_Chi_Minh 113|PH PHP Asia/Manila 911|AE AED Asia/Dubai 999`;

export const countries: readonly Country[] = lines.trim().split(/[|\n]/).map((line) => {
  const [code, currency, zone, emergency] = line.split(" ") as [string, string, string, string];
  return { code, currency, zone, emergency };
});

export const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** By the clock of this device, else by its languages; none: nobody knows. */
export function guess(): Country | undefined {
  const zone = here();
  const regions = navigator.languages.map((tag) => tag.split("-")[1]);
  const byZone = countries.find((country) => country.zone === zone), byTongue = countries.find(({ code }) => regions.includes(code));
  return byZone ?? (byTongue && zone !== "UTC" ? { ...byTongue, zone } : byTongue);
}

export function countryOptions(other: string): { value: string; text: string }[] {
  const names = new Intl.DisplayNames(language(), { type: "region" });
  const found = countries.map(({ code }) => ({ value: code, text: names.of(code) ?? code })).sort((a, b) => a.text.localeCompare(b.text, language()));
  return [...found, { value: "", text: other }];
}
