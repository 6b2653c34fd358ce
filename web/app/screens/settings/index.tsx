// Setting up: people, limits, sites, the business. What somebody may not do, and who is alone does not need, is not shown.
import { may, useSession } from "../../api/session";
import { Icon, type IconName } from "../../kit/icons";
import { Page } from "../../kit/page";
import { t } from "../../words/words";

export default function Settings() {
  const who = useSession();
  const entries: readonly [string, IconName, string, string, boolean][] = [
    ["/people", "people", t("settings.people"), t("settings.people-about"), may(who, "person.administer")],
    ["/limits", "gift", t("settings.limits"), t("settings.limits-about"), may(who, "grant.see") && !who.alone],
    ["/sites", "setup", t("settings.sites"), t("settings.sites-about"), true],
    ["/settings/business", "customer", t("settings.business"), t("settings.business-about"), true],
    ["/method", "write", t("settings.method"), t("settings.method-about"), true],
  ];
  return (
    <Page title={t("settings.title")}>
      <ul class="rows">
        {entries.filter(([, , , , shown]) => shown).map(([href, icon, name, about]) => (
          <li key={href}><a class="hub-link" href={href}><Icon name={icon} /><span class="settings-text"><strong>{name}</strong><span class="soft small">{about}</span></span><Icon name="next" /></a></li>
        ))}
      </ul>
    </Page>
  );
}
