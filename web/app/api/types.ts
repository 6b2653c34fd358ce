// Made by types.mjs from the server's description; not written by hand.

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  field?: string;
  expected?: string;
  request?: string;
};

export type SetupRequest = {
  /** What stands behind # in the link */
  secret: string;
  /** What the business is called */
  organisation: string;
  /** ISO 4217 */
  currency: string;
  /** BCP 47 */
  lang: string;
  /** Time zone, by its IANA name */
  zone: string;
  /** What the business does */
  trade: "other" | "supermarket" | "salon" | "cafe" | "restaurant" | "hotel" | "telecom" | "web_shop" | "pharmacy" | "repair_shop" | "public_office";
  /** What the first site is called */
  site: string;
  /** The number to telephone when life or health is in danger */
  emergency_number: string;
  /** What the owner is called */
  name: string;
  /** What the owner signs in with */
  login: string;
  /** The owner's password */
  password: string;
};

export type SignInRequest = {
  /** Where the server has several; none: its own */
  organisation?: string | null;
  /** What they sign in with */
  login: string;
  /** The password */
  password: string;
  /** Of the authenticator, where there is one; or a recovery code */
  code?: string;
};

export type DevicePerson = {
  /** Who */
  id: string;
  /** What they are called */
  name: string;
};

export type PinRequest = {
  /** Who */
  person: string;
  /** Their PIN */
  pin: string;
};

export type PasswordRequest = {
  /** The password until now */
  password: string;
  /** The password from now on */
  new: string;
};

export type PinChangeRequest = {
  /** The password */
  password: string;
  /** The PIN from now on; none: no sign-in by PIN */
  pin?: string;
};

export type TotpAnswer = {
  /** To be typed into an authenticator */
  secret: string;
  /** The same, for a QR code */
  address: string;
};

export type ConfirmRequest = {
  /** The password */
  password: string;
};

export type RecoveryAnswer = {
  /** Each lets one in once in place of a code; told once, those before are good no more */
  recovery_codes: unknown;
};

export type CodeRequest = {
  /** Of the authenticator */
  code: string;
};

export type ResetAnswer = {
  /** For the person, until they change it */
  password: string;
  /** What they wrote in debriefs until now can be read by nobody any more */
  debriefs_lost: boolean;
};

export type SessionInfo = {
  id: string;
  created_at: string;
  version: number;
  /** Who signed in */
  person: string;
  /** On which shared device; none: on their own */
  device: string | null;
  /** How the browser describes itself */
  about: string;
  /** When it was last used */
  seen_at: string | null;
  /** When one must sign in again */
  ends_at: string;
  /** It was ended */
  revoked: boolean;
  /** Signed in by PIN alone: nobody is administered and nothing granted by it */
  by_pin: boolean;
};

export type Token = {
  id: string;
  created_at: string;
  version: number;
  /** For whom the program acts */
  person: string;
  /** What it is for */
  name: string;
  /** What it may do of what the person may: names of permissions with blanks between */
  scopes: string;
  /** Until when; none: until it is revoked */
  ends_at: string | null;
  /** When it was last used */
  seen_at: string | null;
  /** It is taken no more */
  revoked: boolean;
};

export type TokenNew = {
  /** What it is for */
  name: string;
  /** What it may do of what the person may: names of permissions with blanks between */
  scopes: string;
  /** Until when; none: until it is revoked */
  ends_at?: string | null;
};

export type Device = {
  id: string;
  created_at: string;
  version: number;
  /** Where it stands */
  site: string;
  /** Who signed in on it in full */
  enrolled_by: string;
  /** What it is called here */
  name: string;
  /** It is let in no more */
  revoked: boolean;
  /** When it was last used */
  seen_at: string | null;
  /** Until when its join code is good; none: it has joined */
  joins_until: string | null;
};

export type DeviceNew = {
  /** Where it stands */
  site: string;
  /** What it is called here */
  name: string;
};

export type EncounterEvent = {
  id: string;
  created_at: string;
  version: number;
  /** In which encounter */
  encounter: string;
  /** Who sent it */
  person: string | null;
  /** From which shared device */
  device: string | null;
  /** What its device calls it: the same again is the same event */
  key: string;
  /** Its place in the encounter, from 1 */
  number: number;
  /** When it happened, by its device */
  at: string | null;
  /** What happened, as the contract of the coach has it */
  event: unknown;
  /** The card that answered it */
  card: unknown;
  /** It arrived after later ones, whose cards were made anew */
  late: boolean;
};

export type PromiseMade = {
  id: string;
  created_at: string;
  version: number;
  /** Where it was made */
  site: string;
  /** In which case */
  case: string | null;
  /** In which encounter */
  encounter: string | null;
  /** To whom, where that is known */
  customer: string | null;
  /** Who keeps it; handed over by a call of its own */
  owner: string;
  /** What was promised */
  what: string;
  /** Until when; none: at the next visit */
  due_at: string | null;
  /** Open, kept, broken */
  state: "open" | "kept" | "broken";
  /** When its owner was last reminded */
  reminded_at: string | null;
  /** When it was kept or broken */
  settled_at: string | null;
  /** Who handed it to its owner */
  handed_over_by: string | null;
};

export type Refusal = {
  id: string;
  created_at: string;
  version: number;
  /** Where it holds; none: everywhere */
  site: string | null;
  /** Who is refused */
  customer: string;
  /** The case it came of */
  case: string | null;
  /** Who decided */
  decided_by: string;
  /** The warning that it stands on */
  warning: string | null;
  /** It stands on danger, without a warning */
  danger: boolean;
  /** Why */
  reason: string;
  /** What was shown before the decision: what it costs, what stands behind it */
  shown: unknown;
  /** When it ends */
  until: string;
  /** What the customer says against it */
  appeal: string;
  /** When they said so */
  appealed_at: string | null;
  /** When it was lifted */
  lifted_at: string | null;
  /** What was answered to the appeal, in words */
  answer: string;
  /** Who answered the appeal */
  answered_by: string | null;
  /** When the appeal was answered */
  answered_at: string | null;
};

export type Encounter = {
  id: string;
  created_at: string;
  version: number;
  /** Where it is */
  site: string;
  /** Who serves the customer now */
  person: string;
  /** Who the customer is, where that is known */
  customer: string | null;
  /** The case that came of it */
  case: string | null;
  /** How they speak to each other */
  channel: "counter" | "phone" | "chat" | "email" | "social";
  /** The customer's language, BCP 47; empty: not known yet */
  lang: string;
  /** The start as the coach got it: authority, help that exists, languages */
  start: unknown;
  /** When it ended */
  ended_at: string | null;
  /** How it ended */
  outcome: "none" | "satisfied" | "partly" | "unsatisfied" | "service_ended" | "removed" | null;
  /** How many events it has */
  last_number: number;
  /** How heated the customer is by the last card, in thousandths */
  heat: number | null;
  /** Who should be called by the last card */
  escalate: "none" | "colleague" | "supervisor" | "security" | "emergency" | null;
  /** Danger, until a person says that it is over */
  danger: boolean;
};

export type EncounterNew = {
  /** Where */
  site: string;
  /** Who it is, where that is known */
  customer?: string | null;
  /** How they speak to each other */
  channel: "counter" | "phone" | "chat" | "email" | "social";
  /** The customer's language, BCP 47; none: found in what they say */
  lang?: string;
  /** The language of advice to the person; none: their own */
  ui_lang?: string;
  /** Phrases address the customer formally */
  formal?: boolean;
};

export type Presence = {
  id: string;
  created_at: string;
  version: number;
  /** What is looked at */
  encounter: string;
  /** Who looks */
  person: string;
  /** Until when, unless they go on looking */
  until: string;
};

export type EventAnswer = {
  /** The desk's name for it */
  id: string;
  /** Its device's name for it */
  key: string;
  /** Its place in the encounter */
  number: number;
  /** When it happened */
  at: string | null;
  /** What happened */
  event: unknown;
  /** The card that answers it */
  card: unknown;
  /** It arrived after later ones, whose cards were made anew */
  late: boolean;
  /** It was there already: this is the same answer */
  twice: boolean;
  /** The coach could not take it: `card` says why */
  refused: boolean;
};

export type EventsRequest = {
  /** What the device's clock shows now: its times are put right by it */
  device_now?: string | null;
  /** 1 to 100 of {key, at, event}: what the device calls it (1 to 64 bytes), when it happened (none: now), the event as the contract of the coach has it */
  events: unknown;
};

export type HandOver = {
  /** Three lines: what happened, what was said and offered, what they want */
  text: string;
};

export type HandOverRequest = {
  /** Who serves the customer from now on */
  person: string;
};

export type EndingRequest = {
  /** How it ended */
  outcome: "none" | "satisfied" | "partly" | "unsatisfied" | "service_ended" | "removed";
  /** They were thanked */
  thanked?: boolean;
  /** What was promised; none: nothing */
  promise?: string;
  /** Until when; none: at the next visit */
  promise_due_at?: string | null;
  /** Who keeps it; none: who ends it */
  promise_owner?: string | null;
};

export type Case = {
  id: string;
  created_at: string;
  version: number;
  /** The number for the customer */
  number: number;
  /** Where it happened; of an encounter: there */
  site: string | null;
  /** Who sees to it; none: nobody yet */
  owner: string | null;
  /** Whose it is, where that is known */
  customer: string | null;
  /** The encounter it came of */
  encounter: string | null;
  /** Received and open, acknowledged, responded, closed: the steps of ISO 10002 */
  state: "open" | "acknowledged" | "responded" | "closed";
  /** In one line */
  subject: string;
  /** What happened */
  happened: string;
  /** What the customer wants */
  wants: string;
  /** What it came of */
  cause: string;
  /** How the associate saw it: asked for before a remedy overrules them */
  associate_view: string;
  /** Three lines: what happened, what was said and offered, what they want */
  hand_over: string;
  /** How it ended */
  outcome: "none" | "satisfied" | "partly" | "unsatisfied" | "service_ended" | "removed" | null;
  /** When the complaint was received */
  received_at: string | null;
  /** When the customer was told so */
  acknowledged_at: string | null;
  /** When they got an answer */
  responded_at: string | null;
  /** When it was closed */
  closed_at: string | null;
  /** By when to acknowledge it, by the site's opening hours */
  acknowledge_by: string | null;
  /** By when to respond, by the site's opening hours */
  respond_by: string | null;
  /** When the associate was asked how they saw it */
  view_asked_at: string | null;
  /** The case that goes on for both */
  merged_into: string | null;
  /** How often it was opened again */
  reopened: number;
  /** A legal hold: nothing may be erased */
  hold: boolean;
  /** When the clock to acknowledge it had run out, and that was told */
  acknowledge_late_at: string | null;
  /** When the clock to respond had run out, and that was told */
  respond_late_at: string | null;
};

export type CaseNew = {
  /** Where it happened; of an encounter: there */
  site?: string | null;
  /** Who sees to it; none: nobody yet */
  owner?: string | null;
  /** Whose it is, where that is known */
  customer?: string | null;
  /** The encounter it came of */
  encounter?: string | null;
  /** In one line */
  subject: string;
  /** What happened */
  happened?: string;
  /** What the customer wants */
  wants?: string;
  /** What it came of */
  cause?: string;
  /** How the associate saw it: asked for before a remedy overrules them */
  associate_view?: string;
  /** When the complaint was received */
  received_at?: string | null;
};

export type Remedy = {
  id: string;
  created_at: string;
  version: number;
  /** In which case */
  case: string | null;
  /** In which encounter */
  encounter: string | null;
  /** Who gave it */
  person: string;
  /** The approval that it stands on; none: their own authority */
  approval: string | null;
  /** What kind it is */
  remedy: "refund" | "voucher" | "free_item" | "discount_percent" | "exchange" | "replacement" | "repair" | "redo" | "upgrade" | "refreshment";
  /** What was given, or what it cost; none: not known */
  amount: number | null;
  /** A discount, in hundredths of a per cent; -1: not a percentage */
  percent: number | null;
  /** Of the amount, ISO 4217 */
  currency: string;
  /** What it was, in words */
  what: string;
  /** It was theirs (an overcharge, a legal right): not counted against authority */
  owed: boolean;
  /** This record takes that one back */
  takes_back: string | null;
};

export type Approval = {
  id: string;
  created_at: string;
  version: number;
  /** Where it is asked: at the site of the encounter or the case */
  site: string | null;
  /** For which case */
  case: string | null;
  /** For which encounter: its next card changes with the answer */
  encounter: string | null;
  /** Who asks */
  asked_by: string;
  /** What they would give */
  remedy: "refund" | "voucher" | "free_item" | "discount_percent" | "exchange" | "replacement" | "repair" | "redo" | "upgrade" | "refreshment";
  /** How much */
  asked: number | null;
  /** What discount, in hundredths of a per cent; -1: not a percentage */
  asked_percent: number | null;
  /** Of both amounts, ISO 4217 */
  currency: string;
  /** Why */
  reason: string;
  /** How far it got */
  state: "asked" | "granted" | "declined" | "lapsed" | "withdrawn";
  /** Who is asked now */
  level: "associate" | "supervisor" | "manager" | "administrator";
  /** Asked of the whole organisation, after this site */
  whole: boolean;
  /** Not answered by then: the next level is asked */
  due_at: string | null;
  /** Who answered */
  answered_by: string | null;
  /** What was granted: another amount is a grant too */
  granted: number | null;
  /** What discount was granted, in hundredths of a per cent; -1: not a percentage */
  granted_percent: number | null;
  /** When it was answered */
  answered_at: string | null;
  /** With what words */
  answer: string;
  /** It is theirs (an overcharge, a legal right): not counted with what is conceded */
  owed: boolean;
};

export type CaseEdit = {
  /** Who sees to it; none: nobody yet */
  owner?: string | null;
  /** Whose it is, where that is known */
  customer?: string | null;
  /** In one line */
  subject?: string;
  /** What happened */
  happened?: string;
  /** What the customer wants */
  wants?: string;
  /** What it came of */
  cause?: string;
  /** How the associate saw it: asked for before a remedy overrules them */
  associate_view?: string;
};

export type CaseClosing = {
  /** What it came of; none: as the case has it */
  cause?: string;
  /** How it ended */
  outcome: "none" | "satisfied" | "partly" | "unsatisfied" | "service_ended" | "removed";
};

export type CaseMerging = {
  /** The case that goes on for both */
  into: string;
};

export type CaseView = {
  /** How the associate saw it */
  view: string;
};

export type Cost = {
  /** ISO 4217; empty: of what has none */
  currency: string;
  /** What was conceded */
  conceded: number | null;
  /** What was theirs */
  owed: number | null;
  /** Remedies that are no amount, or none that is known */
  without_amount: number;
};

export type CaseResult = {
  /** Did the customer come back after it was answered? */
  came_back: "not_known" | "not_yet" | "back";
};

export type RemedyNew = {
  /** In which case */
  case?: string | null;
  /** In which encounter */
  encounter?: string | null;
  /** The approval that it stands on; none: the desk finds it */
  approval?: string | null;
  /** What kind it is */
  remedy: "refund" | "voucher" | "free_item" | "discount_percent" | "exchange" | "replacement" | "repair" | "redo" | "upgrade" | "refreshment";
  /** What it is, or what it costs */
  amount?: number | null;
  /** A discount */
  percent?: number | null;
  /** Of the amounts, ISO 4217 */
  currency?: string;
  /** What it was, in words */
  what?: string;
  /** It was theirs: not counted against authority */
  owed?: boolean;
  /** What a percentage is held against */
  price?: number | null;
};

export type ApprovalBegun = {
  /** Others are asked; one may give it oneself; nobody could grant it */
  begun: "asked" | "by_oneself" | "nobody";
};

export type ApprovalNew = {
  /** Where it is asked: at the site of the encounter or the case */
  site?: string | null;
  /** For which case */
  case?: string | null;
  /** For which encounter: its next card changes with the answer */
  encounter?: string | null;
  /** What they would give */
  remedy: "refund" | "voucher" | "free_item" | "discount_percent" | "exchange" | "replacement" | "repair" | "redo" | "upgrade" | "refreshment";
  /** How much */
  asked?: number | null;
  /** What discount, in hundredths of a per cent; -1: not a percentage */
  asked_percent?: number | null;
  /** Of both amounts, ISO 4217 */
  currency?: string;
  /** Why */
  reason?: string;
  /** It is theirs (an overcharge, a legal right): not counted with what is conceded */
  owed?: boolean;
};

export type ApprovalAnswer = {
  /** Yes, or no */
  grant: boolean;
  /** Of the amount, ISO 4217 */
  currency?: string;
  /** Another amount; none: as asked */
  amount?: number | null;
  /** Another discount; none: as asked */
  percent?: number | null;
  /** With what words */
  words?: string;
};

export type PromiseNew = {
  /** Where; none: that of case or encounter */
  site?: string | null;
  /** In which case */
  case?: string | null;
  /** In which encounter */
  encounter?: string | null;
  /** To whom; none: of case or encounter */
  customer?: string | null;
  /** Who keeps it; none: who promises */
  owner?: string | null;
  /** What is promised */
  what: string;
  /** Until when; none: at the next visit */
  due_at?: string | null;
};

export type PromiseEdit = {
  /** To whom, where that is known */
  customer?: string | null;
  /** What was promised */
  what?: string;
  /** Until when; none: at the next visit */
  due_at?: string | null;
};

export type PromiseHandOver = {
  /** Who keeps it from now on */
  person: string;
};

export type Organisation = {
  id: string;
  created_at: string;
  version: number;
  /** What the business is called */
  name: string;
  /** Currency of new sites, ISO 4217 */
  currency: string;
  /** Language of new sites, BCP 47 */
  lang: string;
  /** Time zone of new sites, by its IANA name */
  zone: string;
  /** Days that records are kept after their end, by kind; 0: for ever; none: as the desk has it */
  retention: unknown;
  /** What the business does: the ready-made settings that it began with */
  trade: "other" | "supermarket" | "salon" | "cafe" | "restaurant" | "hotel" | "telecom" | "web_shop" | "pharmacy" | "repair_shop" | "public_office";
  /** The demo shop: anybody at this machine may look around in it, and throw it away */
  demo: boolean;
};

export type OrganisationEdit = {
  /** What the business is called */
  name?: string;
  /** Currency of new sites, ISO 4217 */
  currency?: string;
  /** Language of new sites, BCP 47 */
  lang?: string;
  /** Time zone of new sites, by its IANA name */
  zone?: string;
  /** Days that records are kept after their end, by kind; 0: for ever; none: as the desk has it */
  retention?: unknown;
  /** What the business does: the ready-made settings that it began with */
  trade?: "other" | "supermarket" | "salon" | "cafe" | "restaurant" | "hotel" | "telecom" | "web_shop" | "pharmacy" | "repair_shop" | "public_office";
};

export type Site = {
  id: string;
  created_at: string;
  version: number;
  /** What the site is called */
  name: string;
  /** Language that is spoken here unless somebody says otherwise, BCP 47 */
  lang: string;
  /** Currency of what is given here, ISO 4217 */
  currency: string;
  /** Time zone, by its IANA name: opening hours are in it */
  zone: string;
  /** The number to telephone when life or health is in danger */
  emergency_number: string;
  /** The number at which somebody of the site answers */
  telephone: string;
  /** Opening hours: spans for each day of the week, and the days on which it is closed; none: always open */
  hours: unknown;
  /** Days that records are kept after their end, by kind; none: as the organisation has it */
  retention: unknown;
  /** Minutes of opening hours to acknowledge a case; 0: no clock; -1: as the trade has it */
  acknowledge_min: number;
  /** Minutes of opening hours to respond to a case; 0: no clock; -1: as the trade has it */
  respond_min: number;
  /** What is done here */
  trade: "other" | "supermarket" | "salon" | "cafe" | "restaurant" | "hotel" | "telecom" | "web_shop" | "pharmacy" | "repair_shop" | "public_office";
  /** There is security here to call */
  security_on_site: boolean;
  /** No encounter begins here any more */
  closed: boolean;
};

export type SiteAdded = {
  /** What the site is called */
  name: string;
  /** BCP 47; none: the organisation's */
  lang?: string;
  /** ISO 4217; none: the organisation's */
  currency?: string;
  /** IANA name; none: the organisation's */
  zone?: string;
  /** The number to telephone when life or health is in danger */
  emergency_number: string;
  /** The number at which somebody of the site answers */
  telephone?: string;
  /** Opening hours; none: the trade's */
  hours?: unknown;
  /** Days that records are kept; none: as the organisation has it */
  retention?: unknown;
  /** Minutes to acknowledge a case */
  acknowledge_min?: number;
  /** Minutes to respond to a case */
  respond_min?: number;
  /** What is done here; none: the organisation's */
  trade?: "other" | "supermarket" | "salon" | "cafe" | "restaurant" | "hotel" | "telecom" | "web_shop" | "pharmacy" | "repair_shop" | "public_office" | null;
  /** There is security here to call */
  security_on_site?: boolean;
};

export type SiteEdit = {
  /** What the site is called */
  name?: string;
  /** Language that is spoken here unless somebody says otherwise, BCP 47 */
  lang?: string;
  /** Currency of what is given here, ISO 4217 */
  currency?: string;
  /** Time zone, by its IANA name: opening hours are in it */
  zone?: string;
  /** The number to telephone when life or health is in danger */
  emergency_number?: string;
  /** The number at which somebody of the site answers */
  telephone?: string;
  /** Opening hours: spans for each day of the week, and the days on which it is closed; none: always open */
  hours?: unknown;
  /** Days that records are kept after their end, by kind; none: as the organisation has it */
  retention?: unknown;
  /** Minutes of opening hours to acknowledge a case; 0: no clock; -1: as the trade has it */
  acknowledge_min?: number;
  /** Minutes of opening hours to respond to a case; 0: no clock; -1: as the trade has it */
  respond_min?: number;
  /** What is done here */
  trade?: "other" | "supermarket" | "salon" | "cafe" | "restaurant" | "hotel" | "telecom" | "web_shop" | "pharmacy" | "repair_shop" | "public_office";
  /** There is security here to call */
  security_on_site?: boolean;
  /** No encounter begins here any more */
  closed?: boolean;
};

export type Person = {
  id: string;
  created_at: string;
  version: number;
  /** What they are called */
  name: string;
  /** What they sign in with */
  login: string;
  /** Language of their screens, BCP 47; empty: the site's */
  lang: string;
  /** Where calls and reminders reach them */
  email: string;
  /** Where calls reach them when no screen does */
  telephone: string;
  /** They work here; otherwise they cannot sign in */
  active: boolean;
  /** Their password was set by somebody else */
  must_change_password: boolean;
  /** On a break, away or off, as they said; none: here */
  absent: "break" | "away" | "off" | null;
  /** From when on they count as here again */
  back_at: string | null;
};

export type Membership = {
  id: string;
  created_at: string;
  version: number;
  /** Whose role it is */
  person: string;
  /** Where; none: everywhere in the organisation */
  site: string | null;
  /** What they are there */
  role: "associate" | "supervisor" | "manager" | "administrator";
  /** From when; none: from its making */
  from: string | null;
  /** Until when; none: without end */
  until: string | null;
  /** It was ended: kept for what it was */
  ended: boolean;
};

export type PersonAdded = {
  /** What they are called */
  name: string;
  /** What they sign in with */
  login: string;
  /** Language of their screens, BCP 47 */
  lang?: string;
  /** Where calls and reminders reach them */
  email?: string;
  /** Where calls reach them */
  telephone?: string;
  /** A first role; none: none yet */
  role?: "associate" | "supervisor" | "manager" | "administrator" | null;
  /** Where they have it; none: everywhere */
  site?: string | null;
};

export type PersonEdit = {
  /** What they are called */
  name?: string;
  /** What they sign in with */
  login?: string;
  /** Language of their screens, BCP 47; empty: the site's */
  lang?: string;
  /** Where calls and reminders reach them */
  email?: string;
  /** Where calls reach them when no screen does */
  telephone?: string;
  /** They work here; otherwise they cannot sign in */
  active?: boolean;
};

export type MembershipAdded = {
  /** What they are */
  role: "associate" | "supervisor" | "manager" | "administrator";
  /** Where; none: everywhere */
  site?: string | null;
  /** From when; none: now */
  from?: string | null;
  /** Until when; none: without end */
  until?: string | null;
};

export type MembershipEdit = {
  /** Until when; none: without end */
  until?: string | null;
};

export type Absence = {
  /** Why */
  absent: "break" | "away" | "off";
  /** Until when; none: half an hour for a break, sixteen hours otherwise */
  back_at?: string | null;
};

export type Grant = {
  id: string;
  created_at: string;
  version: number;
  /** To whom: a role, a person, everybody at a site */
  to: "role" | "person" | "site";
  /** Where to a role: which */
  role: "associate" | "supervisor" | "manager" | "administrator" | null;
  /** Where to a person: who */
  person: string | null;
  /** Where it holds; none: everywhere */
  site: string | null;
  /** What may be given; none only where everything may, or where the record ends another */
  remedy: "refund" | "voucher" | "free_item" | "discount_percent" | "exchange" | "replacement" | "repair" | "redo" | "upgrade" | "refreshment" | null;
  /** Currency of the highest amount, ISO 4217 */
  currency: string;
  /** Refund, voucher, free item: the highest total in one encounter; none: not an amount */
  most: number | null;
  /** Discount: the highest, in hundredths of a per cent */
  percent: number | null;
  /** Decides alone: everything may be given */
  all: boolean;
  /** From when; none: from its making */
  from: string | null;
  /** Until when; none: without end */
  until: string | null;
  /** This record ends that grant */
  ends: string | null;
  /** Whose authority the person has meanwhile */
  stands_in_for: string | null;
  /** Who granted it */
  granted_by: string;
};

export type GrantNew = {
  /** To whom: a role, a person, everybody at a site */
  to: "role" | "person" | "site";
  /** Where to a role: which */
  role?: "associate" | "supervisor" | "manager" | "administrator" | null;
  /** Where to a person: who */
  person?: string | null;
  /** Where it holds; none: everywhere */
  site?: string | null;
  /** What may be given; none only where everything may, or where the record ends another */
  remedy?: "refund" | "voucher" | "free_item" | "discount_percent" | "exchange" | "replacement" | "repair" | "redo" | "upgrade" | "refreshment" | null;
  /** Currency of the highest amount, ISO 4217 */
  currency?: string;
  /** Refund, voucher, free item: the highest total in one encounter; none: not an amount */
  most?: number | null;
  /** Discount: the highest, in hundredths of a per cent */
  percent?: number | null;
  /** Decides alone: everything may be given */
  all?: boolean;
  /** From when; none: from its making */
  from?: string | null;
  /** Until when; none: without end */
  until?: string | null;
  /** This record ends that grant */
  ends?: string | null;
  /** Whose authority the person has meanwhile */
  stands_in_for?: string | null;
};

export type GrantEnd = {
  /** From when; none: from now on */
  from?: string | null;
};

export type Authority = {
  /** Who */
  person: string;
  /** Where */
  site: string;
  /** When */
  at: string;
  /** What they could give, as the contract of the coach has it */
  authority: unknown;
};

export type Customer = {
  id: string;
  created_at: string;
  version: number;
  /** Where they mostly buy; none: everywhere */
  site: string | null;
  /** What to call them */
  name: string;
  /** One way to reach them: a telephone number or an e-mail address */
  contact: string;
  /** What was promised, where a boundary was set: nothing that does not serve them */
  notes: string;
  /** About how much they buy in a year */
  yearly: number | null;
  /** About how often they come in a year; -1: not known */
  visits_yearly: number;
  /** Of the amount, ISO 4217 */
  currency: string;
  /** When they were last here */
  last_visit_at: string | null;
  /** When their data was erased */
  erased_at: string | null;
  /** A legal hold: nothing may be erased */
  hold: boolean;
};

export type CustomerNew = {
  /** Where they mostly buy; none: everywhere */
  site?: string | null;
  /** What to call them */
  name?: string;
  /** One way to reach them: a telephone number or an e-mail address */
  contact?: string;
  /** What was promised, where a boundary was set: nothing that does not serve them */
  notes?: string;
  /** About how much they buy in a year */
  yearly?: number | null;
  /** About how often they come in a year; -1: not known */
  visits_yearly?: number;
  /** Of the amount, ISO 4217 */
  currency?: string;
  /** When they were last here */
  last_visit_at?: string | null;
};

export type CustomerEdit = {
  /** Where they mostly buy; none: everywhere */
  site?: string | null;
  /** What to call them */
  name?: string;
  /** One way to reach them: a telephone number or an e-mail address */
  contact?: string;
  /** What was promised, where a boundary was set: nothing that does not serve them */
  notes?: string;
  /** About how much they buy in a year */
  yearly?: number | null;
  /** About how often they come in a year; -1: not known */
  visits_yearly?: number;
  /** Of the amount, ISO 4217 */
  currency?: string;
  /** When they were last here */
  last_visit_at?: string | null;
};

export type Visit = {
  /** When; none: now */
  at?: string | null;
};

export type RefusalShown = {
  /** What stands behind it; given back as `seen` with the decision */
  ground: "nothing" | "warning" | "danger" | "both";
  /** The latest warning that stands */
  warning: string | null;
  /** When it was said */
  warned_at: string | null;
  /** How many stand */
  warnings: number;
  /** There were warnings, and all were taken back */
  apologised: boolean;
  /** Of the amounts, ISO 4217 */
  currency: string;
  /** What they would have spent until the end; none: not known */
  cost: number | null;
  /** What they buy in a year */
  yearly: number | null;
  /** How often they would have come; -1: not known */
  visits: number;
  /** How often they come; -1: not known */
  visits_yearly: number;
  /** Open promises to them: these are kept all the same */
  promises: number;
  /** From when */
  from: string | null;
  /** Until when */
  until: string | null;
};

export type RefusalDecision = {
  /** Who is refused */
  customer: string;
  /** Where it holds; none: everywhere */
  site?: string | null;
  /** The case it came of */
  case?: string | null;
  /** The encounter it came of */
  encounter?: string | null;
  /** Why */
  reason: string;
  /** When it shall end; none: after 90 days */
  until?: string | null;
  /** `ground` as it was shown: /v1/refusals/shown */
  seen: "nothing" | "warning" | "danger" | "both";
};

export type RefusalAppeal = {
  /** What the customer says against it */
  words: string;
};

export type RefusalAnswer = {
  /** true: lifted; false: it stands */
  lift: boolean;
  /** With what words */
  words?: string;
};

export type Incident = {
  id: string;
  created_at: string;
  version: number;
  /** Where it happened; of an encounter or a case: there */
  site: string | null;
  /** In which encounter */
  encounter: string | null;
  /** The case it belongs to */
  case: string | null;
  /** Who reported it */
  reported_by: string;
  /** Its number, from 1 */
  number: number;
  /** When it happened; none: now */
  happened_at: string | null;
  /** What happened */
  what: string;
  /** Who was there */
  there: string;
  /** Who was called */
  called: string;
  /** The reference number of the police, an ambulance, an insurance */
  reference: string;
  /** What came of it */
  followed: string;
  /** What harm was done */
  harm: "none" | "threat" | "property" | "injury" | "serious";
  /** When nothing more was to be done */
  settled_at: string | null;
  /** A legal hold: nothing may be erased */
  hold: boolean;
};

export type IncidentNew = {
  /** Where it happened; of an encounter or a case: there */
  site?: string | null;
  /** In which encounter */
  encounter?: string | null;
  /** The case it belongs to */
  case?: string | null;
  /** When it happened; none: now */
  happened_at?: string | null;
  /** What happened */
  what: string;
  /** Who was there */
  there?: string;
  /** Who was called */
  called?: string;
  /** The reference number of the police, an ambulance, an insurance */
  reference?: string;
  /** What harm was done */
  harm: "none" | "threat" | "property" | "injury" | "serious";
};

export type IncidentEdit = {
  /** The case it belongs to */
  case?: string | null;
  /** When it happened; none: now */
  happened_at?: string | null;
  /** What happened */
  what?: string;
  /** Who was there */
  there?: string;
  /** Who was called */
  called?: string;
  /** The reference number of the police, an ambulance, an insurance */
  reference?: string;
  /** What harm was done */
  harm?: "none" | "threat" | "property" | "injury" | "serious";
};

export type IncidentFollowing = {
  /** What came of it so far */
  followed: string;
  /** Nothing more is to be done */
  settled?: boolean;
};

export type Debrief = {
  id: string;
  created_at: string;
  version: number;
  /** Its author */
  person: string;
  /** What it looks back on */
  encounter: string | null;
  /** Whom the author shows the shared part */
  shared_with: string | null;
  /** What the author chose to show */
  shared: string;
};

export type DebriefWritten = {
  /** What it looks back on */
  encounter?: string | null;
  /** Sealed with a key from one's password: nobody else reads it */
  text: string;
};

export type DebriefRewritten = {
  /** What it says from now on */
  text: string;
};

export type DebriefShared = {
  /** Whom it is shown; none: nobody */
  with?: string | null;
  /** What is shown */
  shared?: string;
};

export type AbuseMetCount = {
  /** What it was */
  signal: "complaint" | "demand" | "ask_supervisor" | "churn_threat" | "publicity_threat" | "legal_threat" | "profanity" | "insult" | "harassment" | "threat" | "intoxication" | "hazard" | "distress" | "refuses_offer" | "calming";
  /** How often */
  times: number;
};

export type AbuseMetSum = {
  /** Since when */
  since: string | null;
  /** How many people it is about */
  people: number;
};

export type Audit = {
  id: string;
  created_at: string;
  version: number;
  /** Its place in the organisation's log, from 1, without gaps */
  number: number;
  /** Who did it; none: the desk itself */
  person: string | null;
  /** From which shared device */
  device: string | null;
  /** On which record */
  subject: string | null;
  /** What was done: promise.kept */
  action: string;
  /** What kind of record: promise */
  subject_kind: string;
  /** Ids, names of fields and numbers; no customer's words */
  detail: unknown;
};

export type AuditVerdict = {
  /** Sound; an entry is missing; it does not name the one before; it is not what it was */
  fault: "sound" | "gap" | "before" | "hash";
  /** Of the first wrong entry; 0: all are right */
  number: number;
  /** How many were read and are right */
  entries: number;
};

export type CallTold = {
  /** Who was called could not be reached */
  could_not: boolean;
  /** Telephone now: `number` */
  telephone: boolean;
  /** Nobody is left to be called */
  nobody: boolean;
  /** A silent call: show no more than a quiet mark */
  quietly: boolean;
  /** The number to telephone; empty: none is known */
  number: string;
  /** Who was on the way before */
  already: string | null;
};

export type Call = {
  id: string;
  created_at: string;
  version: number;
  /** At which site */
  site: string;
  /** In which encounter */
  encounter: string | null;
  /** Who called */
  called_by: string;
  /** Who saw it, and comes */
  answered_by: string | null;
  /** Who is needed */
  whom: "none" | "colleague" | "supervisor" | "security" | "emergency";
  /** How far it got */
  state: "called" | "delivered" | "seen" | "on_the_way" | "arrived" | "nobody" | "ended";
  /** Unseen: nothing shows on the caller's screen but a quiet mark */
  silent: boolean;
  /** Where exactly: a till, a room, a table */
  where: string;
  /** What those who come should know */
  note: string;
  /** How many were called one after the other */
  round: number;
  /** Not seen by then: the next one is called */
  next_at: string | null;
  /** When it was seen */
  seen_at: string | null;
  /** When somebody arrived */
  arrived_at: string | null;
  /** When it was needed no more */
  ended_at: string | null;
};

export type CallNew = {
  /** At which site */
  site: string;
  /** In which encounter */
  encounter?: string | null;
  /** Who is needed */
  whom: "none" | "colleague" | "supervisor" | "security" | "emergency";
  /** Unseen: nothing shows on the caller's screen but a quiet mark */
  silent?: boolean;
  /** Where exactly: a till, a room, a table */
  where?: string;
  /** What those who come should know */
  note?: string;
};

export type Delivery = {
  id: string;
  created_at: string;
  version: number;
  /** Which call it delivers */
  call: string | null;
  /** Whom it should reach */
  to_person: string | null;
  /** The record that it tells of, where it is no call */
  subject: string | null;
  /** Which of the site's ways it goes by; none: a screen, a mailbox of theirs */
  by: string | null;
  /** By which way it goes */
  way: "screen" | "webhook" | "email" | "command";
  /** How it fared; too late ones are never delivered */
  state: "waiting" | "done" | "failed" | "too_late";
  /** What is delivered */
  body: string;
  /** What went wrong the last time */
  trouble: string;
  /** How often it was tried */
  attempts: number;
  /** When it is tried next */
  next_at: string | null;
  /** Not after this: it would come too late */
  last_at: string | null;
};

export type Stored = {
  /** Lists of records, by what they are called */
  records: unknown;
};

export type Erased = {
  /** How many records were cleared */
  cleared: number;
};

export type HoldRequest = {
  /** true: nothing of it may be erased */
  hold: boolean;
};

export type Way = {
  id: string;
  created_at: string;
  version: number;
  /** Which site has it */
  site: string;
  /** What it is; open screens need none */
  way: "screen" | "webhook" | "email" | "command";
  /** Whom it reaches: colleague, supervisor or security */
  level: "none" | "colleague" | "supervisor" | "security" | "emergency";
  /** Where to: the webhook's address, a mailbox, the name of one of the server's commands */
  address: string;
  /** What a command is told beside the call: a number, which bell */
  to: string;
  /** What people call it */
  about: string;
  /** A command that reaches each person who is called by their own telephone number */
  own: boolean;
  /** It is not used for now */
  off: boolean;
};

export type WaySigning = {
  /** What its messages are signed with, as Standard Webhooks has it; shown this once */
  secret: string;
};

export type WayNew = {
  /** Which site has it */
  site: string;
  /** What it is; open screens need none */
  way: "screen" | "webhook" | "email" | "command";
  /** Whom it reaches: colleague, supervisor or security */
  level: "none" | "colleague" | "supervisor" | "security" | "emergency";
  /** Where to: the webhook's address, a mailbox, the name of one of the server's commands */
  address: string;
  /** What a command is told beside the call: a number, which bell */
  to?: string;
  /** What people call it */
  about?: string;
  /** A command that reaches each person who is called by their own telephone number */
  own?: boolean;
  /** It is not used for now */
  off?: boolean;
};

export type WayEdit = {
  /** Whom it reaches: colleague, supervisor or security */
  level?: "none" | "colleague" | "supervisor" | "security" | "emergency";
  /** Where to: the webhook's address, a mailbox, the name of one of the server's commands */
  address?: string;
  /** What a command is told beside the call: a number, which bell */
  to?: string;
  /** What people call it */
  about?: string;
  /** A command that reaches each person who is called by their own telephone number */
  own?: boolean;
  /** It is not used for now */
  off?: boolean;
};

export type JoinAnswer = {
  /** The device that will be; taken back as any device */
  device: string | null;
  /** To be typed in, told once */
  code: string;
  /** Until when it is good */
  ends_at: string | null;
  /** What the QR code holds: the page with which a device joins, and the code behind # */
  address: string;
  /** Where the desk is */
  desk: string;
  /** SHA-256 of the certificate that devices are to trust; empty: they trust it already */
  print: string;
  /** The QR code as an SVG image */
  svg: string;
  /** The QR code as a PNG image, in base64 */
  png: string;
};

export type JoinRequest = {
  /** Where the server has several; none: its own */
  organisation?: string | null;
  /** As it was told; letters of any size, blanks and hyphens do not count */
  code: string;
};

export type SealingKey = {
  /** 32 bytes in base64, the same each time; a person's own, for AES-256 */
  key: string;
};

export type Break = {
  id: string;
  created_at: string;
  version: number;
  /** Where */
  site: string;
  /** Who needs it */
  person: string;
  /** Who covers meanwhile; none: nobody yet */
  covered_by: string | null;
  /** Since when */
  covered_at: string | null;
};

export type BreakNew = {
  /** Where */
  site: string;
};

export type DemoPerson = {
  /** Who */
  id: string;
  /** What they are called */
  name: string;
  /** What they are: the highest of their roles */
  role: "associate" | "supervisor" | "manager" | "administrator";
  /** What the site is called where they are that; none: everywhere */
  site: string;
};

export type DemoSignIn = {
  /** Whose place one takes */
  person: string;
};

export type DemoThrown = {
  /** Where one's own business is set up, on this server: a path with a one-time secret */
  link: string;
};

/** What each route answers. */
export interface Answers {
  /** What a customer's text shows */
  "POST /v1/signals": unknown;
  /** What is wrong, and right, in a reply to a customer */
  "POST /v1/review": unknown;
  /** May this answer go out? */
  "POST /v1/guard": unknown;
  /** What to do next: the events of one encounter as JSON Lines; a line with `state` goes on from an earlier call */
  "POST /v1/coach": unknown;
  /** The process lives */
  "GET /healthz": unknown;
  /** It may be sent requests: storage answers */
  "GET /readyz": unknown;
  /** Counters as Prometheus reads them, without persons */
  "GET /metrics": undefined;
  /** This description */
  "GET /v1/openapi.json": unknown;
  /** Set the desk up, with the one-time link of the first start; signs the owner in */
  "POST /v1/setup": unknown;
  /** Sign in with the password */
  "POST /v1/session": unknown;
  /** Who is signed in, and what they may do */
  "GET /v1/session": unknown;
  /** Sign out */
  "DELETE /v1/session": undefined;
  /** Who can switch to themselves by PIN on this device */
  "GET /v1/device/people": {
    items: DevicePerson[];
    next: string | null;
  };
  /** Switch to a person by PIN, on an enrolled device */
  "POST /v1/session/pin": unknown;
  /** Change one's password; ends one's other sessions */
  "PUT /v1/me/password": undefined;
  /** Set or remove one's PIN for shared devices */
  "PUT /v1/me/pin": undefined;
  /** Begin with an authenticator: its secret is told once */
  "POST /v1/me/totp": TotpAnswer;
  /** Confirm the authenticator with a code: it is asked for from now on. Tells recovery codes */
  "PUT /v1/me/totp": RecoveryAnswer;
  /** New recovery codes; those before are good no more */
  "POST /v1/me/totp/recovery-codes": RecoveryAnswer;
  /** Go without an authenticator */
  "POST /v1/me/totp/removal": undefined;
  /** Set a new password for somebody, which they must change; their debriefs are lost */
  "POST /v1/people/{id}/password-reset": ResetAnswer;
  /** Take somebody's lost authenticator away; ends their sessions */
  "DELETE /v1/people/{id}/totp": undefined;
  /** Where one is signed in */
  "GET /v1/sessions": {
    items: SessionInfo[];
    next: string | null;
  };
  /** End a session: one's own, or as administrator anybody's */
  "DELETE /v1/sessions/{id}": undefined;
  /** One's API tokens */
  "GET /v1/tokens": {
    items: Token[];
    next: string | null;
  };
  /** Make a token for a program; it is told once, as `token`, and sent as Authorization: Bearer */
  "POST /v1/tokens": Token;
  /** Take a token back */
  "DELETE /v1/tokens/{id}": undefined;
  /** Shared devices of the sites one administers */
  "GET /v1/devices": {
    items: Device[];
    next: string | null;
  };
  /** Enrol this browser as a shared device of a site */
  "POST /v1/devices": Device;
  /** Let a device in no more; its sessions end */
  "DELETE /v1/devices/{id}": undefined;
  /** Open an encounter: the first card */
  "POST /v1/encounters": Encounter & {
    /** The start, with the first card */
    event: EncounterEvent | null;
    /** What was promised to this customer and is open */
    promises: PromiseMade[];
    /** Refusals of service that hold: the person decides */
    refusals: Refusal[];
  };
  /** Encounters, live and past */
  "GET /v1/encounters": {
    items: Encounter[];
    next: string | null;
  };
  /** Encounters, the most heated first: the board */
  "GET /v1/encounters/by-heat": {
    items: Encounter[];
    next: string | null;
  };
  /** An encounter with its events and cards */
  "GET /v1/encounters/{id}": Encounter & {
    /** What happened, in its order, with the cards */
    events: EncounterEvent[];
    /** Who looks at it now */
    presence: Presence[];
  };
  /** What happened, in its order, with the cards */
  "GET /v1/encounters/{id}/events": {
    items: EncounterEvent[];
    next: string | null;
  };
  /** Tell what happened: one card each. The same key again is the same event */
  "POST /v1/encounters/{id}/events": Encounter & {
    /** The events of this call, each with its card */
    events: EventAnswer[];
    /** Others behind a late one, whose card or place is another now */
    changed: EventAnswer[];
  };
  /** I look at it, for 45 seconds more; who else does */
  "PUT /v1/encounters/{id}/presence": {
    /** Who else looks at it now */
    presence: Presence[];
  };
  /** I look no more */
  "DELETE /v1/encounters/{id}/presence": undefined;
  /** The hand-over in three lines */
  "GET /v1/encounters/{id}/hand-over": HandOver;
  /** Hand it to another person */
  "POST /v1/encounters/{id}/hand-over": Encounter & {
    /** The events of this call, each with its card */
    events: EventAnswer[];
    /** Others behind a late one, whose card or place is another now */
    changed: EventAnswer[];
  };
  /** End it, with how it ended and what was promised */
  "POST /v1/encounters/{id}/end": Encounter & {
    /** The events of this call, each with its card */
    events: EventAnswer[];
    /** Others behind a late one, whose card or place is another now */
    changed: EventAnswer[];
    /** What was promised */
    promise: PromiseMade | null;
  };
  /** Open a case: by hand, or of an encounter */
  "POST /v1/cases": Case;
  /** Cases; ?q= searches their words */
  "GET /v1/cases": {
    items: Case[];
    next: string | null;
  };
  /** Cases by when they are to be answered, the first first */
  "GET /v1/cases/by-deadline": {
    items: Case[];
    next: string | null;
  };
  /** A case with what was given, asked and promised in it */
  "GET /v1/cases/{id}": Case & {
    /** What was given in it */
    remedies: Remedy[];
    /** What was asked for in it */
    approvals: Approval[];
    /** What was promised in it */
    promises: PromiseMade[];
    /** Cases that go on in it */
    merged: Case[];
  };
  /** Edit a case */
  "PATCH /v1/cases/{id}": Case;
  /** The customer was told that it came in */
  "POST /v1/cases/{id}/acknowledge": Case;
  /** The customer was told what comes of it */
  "POST /v1/cases/{id}/respond": Case;
  /** Close it */
  "POST /v1/cases/{id}/close": Case;
  /** Open a closed one again: its clocks begin anew */
  "POST /v1/cases/{id}/reopen": Case;
  /** It goes on in another */
  "POST /v1/cases/{id}/merge": Case;
  /** It stands alone again, as it was */
  "POST /v1/cases/{id}/unmerge": Case;
  /** Ask the associate how they saw it */
  "POST /v1/cases/{id}/view/ask": Case;
  /** The associate's own view */
  "PUT /v1/cases/{id}/view": Case;
  /** What it cost, and whether they came back */
  "GET /v1/cases/{id}/result": CaseResult & {
    /** One for each currency */
    costs: Cost[];
  };
  /** Give a remedy, within authority or with an approval */
  "POST /v1/remedies": Remedy;
  /** What was given in a case or an encounter */
  "GET /v1/remedies": {
    items: Remedy[];
    next: string | null;
  };
  /** What was given */
  "GET /v1/remedies/{id}": Remedy;
  /** Take it back: another record that says so */
  "POST /v1/remedies/{id}/take-back": Remedy;
  /** May I give this? */
  "POST /v1/approvals": Approval & {
    /** Who is asked */
    begun: ApprovalBegun | null;
  };
  /** Questions that were asked; ?mine=true: by me */
  "GET /v1/approvals": {
    items: Approval[];
    next: string | null;
  };
  /** Questions that one may grant oneself, the most urgent first */
  "GET /v1/approvals/to-answer": {
    items: Approval[];
    next: string | null;
  };
  /** A question and its answer */
  "GET /v1/approvals/{id}": Approval;
  /** Yes, no, or another amount: the first answer wins, who comes second is told */
  "POST /v1/approvals/{id}/answer": Approval;
  /** Take the question back */
  "POST /v1/approvals/{id}/withdraw": Approval;
  /** Record a promise */
  "POST /v1/promises": PromiseMade;
  /** Promises, by date; ?mine=true: those one keeps oneself; ?q= searches their words */
  "GET /v1/promises": {
    items: PromiseMade[];
    next: string | null;
  };
  /** A promise */
  "GET /v1/promises/{id}": PromiseMade;
  /** Edit a promise */
  "PATCH /v1/promises/{id}": PromiseMade;
  /** Hand it to another person */
  "POST /v1/promises/{id}/hand-over": PromiseMade;
  /** It was kept */
  "POST /v1/promises/{id}/keep": PromiseMade;
  /** It was not kept */
  "POST /v1/promises/{id}/break": PromiseMade;
  /** The business */
  "GET /v1/organisation": Organisation;
  /** Edit the business */
  "PATCH /v1/organisation": Organisation;
  /** Sites */
  "GET /v1/sites": {
    items: Site[];
    next: string | null;
  };
  /** Add a site */
  "POST /v1/sites": Site;
  /** A site */
  "GET /v1/sites/{id}": Site;
  /** Edit a site */
  "PATCH /v1/sites/{id}": Site;
  /** Who works here */
  "GET /v1/people": {
    items: Person[];
    next: string | null;
  };
  /** Add a person: they sign in once a password was set by /password-reset */
  "POST /v1/people": Person & {
    /** What they are, and where */
    memberships: Membership[];
  };
  /** A person, and what they are */
  "GET /v1/people/{id}": Person & {
    /** What they are, and where */
    memberships: Membership[];
  };
  /** Edit a person: oneself, or as administrator anybody */
  "PATCH /v1/people/{id}": Person;
  /** Give a role */
  "POST /v1/people/{id}/memberships": Membership;
  /** What people are, and where: also what they were */
  "GET /v1/memberships": {
    items: Membership[];
    next: string | null;
  };
  /** Say when a role ends */
  "PATCH /v1/memberships/{id}": Membership;
  /** End a role now: it stays for what it was */
  "DELETE /v1/memberships/{id}": undefined;
  /** I am on a break, away or off: calls and questions go to others meanwhile */
  "PUT /v1/me/absence": Person;
  /** I am back */
  "DELETE /v1/me/absence": Person;
  /** Who may give what, and what ended that */
  "GET /v1/grants": {
    items: Grant[];
    next: string | null;
  };
  /** Grant authority, or name a stand-in */
  "POST /v1/grants": Grant;
  /** A grant */
  "GET /v1/grants/{id}": Grant;
  /** End a grant: another record that says so */
  "POST /v1/grants/{id}/end": Grant;
  /** What could they give there, then? */
  "GET /v1/people/{id}/authority": Authority;
  /** Customers; ?q= searches their words */
  "GET /v1/customers": {
    items: Customer[];
    next: string | null;
  };
  /** Note a customer */
  "POST /v1/customers": Customer;
  /** Customers with this contact */
  "GET /v1/customers/by-contact": {
    items: Customer[];
    next: string | null;
  };
  /** A customer, with what was promised and refused */
  "GET /v1/customers/{id}": Customer & {
    /** What was promised to them and is open */
    promises: PromiseMade[];
    /** Refusals of service that hold */
    refusals: Refusal[];
  };
  /** Edit a customer */
  "PATCH /v1/customers/{id}": Customer;
  /** They are here, or were then */
  "POST /v1/customers/{id}/visits": Customer;
  /** What a refusal would cost, and what stands behind it */
  "GET /v1/refusals/shown": RefusalShown;
  /** Refuse further service, for a time */
  "POST /v1/refusals": Refusal;
  /** Refusals of service; ?q= searches their words */
  "GET /v1/refusals": {
    items: Refusal[];
    next: string | null;
  };
  /** A refusal */
  "GET /v1/refusals/{id}": Refusal;
  /** What the customer says against it */
  "POST /v1/refusals/{id}/appeal": Refusal;
  /** Decide the appeal: another person than who refused, where there is one */
  "POST /v1/refusals/{id}/answer": Refusal;
  /** Lift it */
  "POST /v1/refusals/{id}/lift": Refusal;
  /** What an encounter tells of an incident already: nothing is stored */
  "GET /v1/encounters/{id}/incident": Incident;
  /** Report an incident */
  "POST /v1/incidents": Incident;
  /** Incidents; who only reports sees their own; ?q= searches their words */
  "GET /v1/incidents": {
    items: Incident[];
    next: string | null;
  };
  /** An incident, and what came of it */
  "GET /v1/incidents/{id}": Incident;
  /** Edit an incident */
  "PATCH /v1/incidents/{id}": Incident;
  /** What came of it: its reporter is told */
  "POST /v1/incidents/{id}/follow": Incident;
  /** Write a debrief */
  "POST /v1/debriefs": Debrief;
  /** One's own debriefs, unopened */
  "GET /v1/debriefs": {
    items: Debrief[];
    next: string | null;
  };
  /** What others chose to show one */
  "GET /v1/debriefs/shared": {
    items: Debrief[];
    next: string | null;
  };
  /** A debrief, opened for its author */
  "GET /v1/debriefs/{id}": Debrief & {
    /** What the author wrote, for the author */
    opened: DebriefRewritten | null;
  };
  /** Write it anew */
  "PUT /v1/debriefs/{id}": Debrief;
  /** Throw it away */
  "DELETE /v1/debriefs/{id}": undefined;
  /** Show somebody a part */
  "POST /v1/debriefs/{id}/share": Debrief;
  /** What one met oneself */
  "GET /v1/me/abuse-met": AbuseMetSum & {
    /** By signal */
    met: AbuseMetCount[];
  };
  /** What was met at a site; not for fewer than five people */
  "GET /v1/sites/{id}/abuse-met": AbuseMetSum & {
    /** By signal */
    met: AbuseMetCount[];
  };
  /** The audit log, the newest first */
  "GET /v1/audit": {
    items: Audit[];
    next: string | null;
  };
  /** Does the chain hold? */
  "GET /v1/audit/verdict": AuditVerdict;
  /** Call for help */
  "POST /v1/calls": Call & {
    /** What its caller is told */
    told: CallTold | null;
  };
  /** Calls for help */
  "GET /v1/calls": {
    items: Call[];
    next: string | null;
  };
  /** A call, and whom it reached */
  "GET /v1/calls/{id}": Call & {
    /** How each attempt to reach somebody fared */
    deliveries: Delivery[];
    /** What its caller is told now */
    told: CallTold | null;
  };
  /** My screen shows it */
  "POST /v1/calls/{id}/delivered": Call & {
    /** What its caller is told */
    told: CallTold | null;
  };
  /** I saw it */
  "POST /v1/calls/{id}/seen": Call & {
    /** What its caller is told */
    told: CallTold | null;
  };
  /** I am coming */
  "POST /v1/calls/{id}/on-the-way": Call & {
    /** What its caller is told */
    told: CallTold | null;
  };
  /** I cannot come */
  "POST /v1/calls/{id}/cannot": Call & {
    /** What its caller is told */
    told: CallTold | null;
  };
  /** I am there; or, by who called: somebody is */
  "POST /v1/calls/{id}/arrived": Call & {
    /** What its caller is told */
    told: CallTold | null;
  };
  /** It is not needed any more */
  "POST /v1/calls/{id}/end": Call & {
    /** What its caller is told */
    told: CallTold | null;
  };
  /** All that is stored about a customer; the audit log notes it */
  "POST /v1/customers/{id}/export": Stored;
  /** Erase a customer's words and data everywhere; counts stay */
  "POST /v1/customers/{id}/erase": Erased;
  /** All that is stored about a person: for themselves, and for who administers people */
  "GET /v1/people/{id}/stored": Stored;
  /** A legal hold on a customer */
  "PUT /v1/customers/{id}/hold": undefined;
  /** A legal hold on a case */
  "PUT /v1/cases/{id}/hold": undefined;
  /** A legal hold on an incident */
  "PUT /v1/incidents/{id}/hold": undefined;
  /** What is new, as server-sent events; Last-Event-ID or ?after= goes on from there */
  "GET /v1/live": undefined;
  /** What sites have to reach somebody with */
  "GET /v1/ways": {
    items: Way[];
    next: string | null;
  };
  /** Add a way to reach somebody */
  "POST /v1/ways": Way & {
    /** The secret of a webhook; null for other ways */
    signing: WaySigning | null;
  };
  /** A way to reach somebody */
  "GET /v1/ways/{id}": Way & {
    /** How each trial of it fared */
    trials: Delivery[];
  };
  /** Edit a way to reach somebody */
  "PATCH /v1/ways/{id}": Way;
  /** Take a way to reach somebody away */
  "DELETE /v1/ways/{id}": undefined;
  /** Give a webhook a new secret */
  "POST /v1/ways/{id}/secret": Way & {
    /** The secret of a webhook; null for other ways */
    signing: WaySigning | null;
  };
  /** Try a way: nobody is called */
  "POST /v1/ways/{id}/try": Delivery;
  /** Make a code, and its QR code, with which another device joins as a shared device of a site: good once, for ten minutes */
  "POST /v1/joins": JoinAnswer;
  /** Join: this browser becomes the device that the code was made for */
  "POST /v1/device": Device;
  /** The page on which a device joins, with the code behind # */
  "GET /join": undefined;
  /** The key with which a device seals what it keeps for oneself */
  "GET /v1/me/sealing-key": SealingKey;
  /** I need a break: told to who could cover */
  "POST /v1/breaks": Break;
  /** Who needs a break now; ?mine=true: one's own */
  "GET /v1/breaks": {
    items: Break[];
    next: string | null;
  };
  /** Go, I cover */
  "POST /v1/breaks/{id}/cover": Break;
  /** It is over: nothing of it is kept */
  "DELETE /v1/breaks/{id}": undefined;
  /** Whose place one can take in the demo shop, at its own machine; elsewhere nobody's */
  "GET /v1/demo": {
    items: DemoPerson[];
    next: string | null;
  };
  /** Throw the demo shop away with all that is in it, at its own machine; 404 in any other business */
  "DELETE /v1/demo": DemoThrown;
  /** Look at the demo shop as somebody of it, at its own machine; 404 in any other business */
  "POST /v1/demo/session": unknown;
}

/** What each route takes. */
export interface Bodies {
  "POST /v1/signals": { [name: string]: unknown };
  "POST /v1/review": { [name: string]: unknown };
  "POST /v1/guard": { [name: string]: unknown };
  "POST /v1/coach": undefined;
  "GET /healthz": undefined;
  "GET /readyz": undefined;
  "GET /metrics": undefined;
  "GET /v1/openapi.json": undefined;
  "POST /v1/setup": SetupRequest;
  "POST /v1/session": SignInRequest;
  "GET /v1/session": undefined;
  "DELETE /v1/session": undefined;
  "GET /v1/device/people": undefined;
  "POST /v1/session/pin": PinRequest;
  "PUT /v1/me/password": PasswordRequest;
  "PUT /v1/me/pin": PinChangeRequest;
  "POST /v1/me/totp": ConfirmRequest;
  "PUT /v1/me/totp": CodeRequest;
  "POST /v1/me/totp/recovery-codes": ConfirmRequest;
  "POST /v1/me/totp/removal": ConfirmRequest;
  "POST /v1/people/{id}/password-reset": undefined;
  "DELETE /v1/people/{id}/totp": undefined;
  "GET /v1/sessions": undefined;
  "DELETE /v1/sessions/{id}": undefined;
  "GET /v1/tokens": undefined;
  "POST /v1/tokens": TokenNew;
  "DELETE /v1/tokens/{id}": undefined;
  "GET /v1/devices": undefined;
  "POST /v1/devices": DeviceNew;
  "DELETE /v1/devices/{id}": undefined;
  "POST /v1/encounters": EncounterNew;
  "GET /v1/encounters": undefined;
  "GET /v1/encounters/by-heat": undefined;
  "GET /v1/encounters/{id}": undefined;
  "GET /v1/encounters/{id}/events": undefined;
  "POST /v1/encounters/{id}/events": EventsRequest;
  "PUT /v1/encounters/{id}/presence": undefined;
  "DELETE /v1/encounters/{id}/presence": undefined;
  "GET /v1/encounters/{id}/hand-over": undefined;
  "POST /v1/encounters/{id}/hand-over": HandOverRequest;
  "POST /v1/encounters/{id}/end": EndingRequest;
  "POST /v1/cases": CaseNew;
  "GET /v1/cases": undefined;
  "GET /v1/cases/by-deadline": undefined;
  "GET /v1/cases/{id}": undefined;
  "PATCH /v1/cases/{id}": CaseEdit;
  "POST /v1/cases/{id}/acknowledge": undefined;
  "POST /v1/cases/{id}/respond": undefined;
  "POST /v1/cases/{id}/close": CaseClosing;
  "POST /v1/cases/{id}/reopen": undefined;
  "POST /v1/cases/{id}/merge": CaseMerging;
  "POST /v1/cases/{id}/unmerge": undefined;
  "POST /v1/cases/{id}/view/ask": undefined;
  "PUT /v1/cases/{id}/view": CaseView;
  "GET /v1/cases/{id}/result": undefined;
  "POST /v1/remedies": RemedyNew;
  "GET /v1/remedies": undefined;
  "GET /v1/remedies/{id}": undefined;
  "POST /v1/remedies/{id}/take-back": undefined;
  "POST /v1/approvals": ApprovalNew;
  "GET /v1/approvals": undefined;
  "GET /v1/approvals/to-answer": undefined;
  "GET /v1/approvals/{id}": undefined;
  "POST /v1/approvals/{id}/answer": ApprovalAnswer;
  "POST /v1/approvals/{id}/withdraw": undefined;
  "POST /v1/promises": PromiseNew;
  "GET /v1/promises": undefined;
  "GET /v1/promises/{id}": undefined;
  "PATCH /v1/promises/{id}": PromiseEdit;
  "POST /v1/promises/{id}/hand-over": PromiseHandOver;
  "POST /v1/promises/{id}/keep": undefined;
  "POST /v1/promises/{id}/break": undefined;
  "GET /v1/organisation": undefined;
  "PATCH /v1/organisation": OrganisationEdit;
  "GET /v1/sites": undefined;
  "POST /v1/sites": SiteAdded;
  "GET /v1/sites/{id}": undefined;
  "PATCH /v1/sites/{id}": SiteEdit;
  "GET /v1/people": undefined;
  "POST /v1/people": PersonAdded;
  "GET /v1/people/{id}": undefined;
  "PATCH /v1/people/{id}": PersonEdit;
  "POST /v1/people/{id}/memberships": MembershipAdded;
  "GET /v1/memberships": undefined;
  "PATCH /v1/memberships/{id}": MembershipEdit;
  "DELETE /v1/memberships/{id}": undefined;
  "PUT /v1/me/absence": Absence;
  "DELETE /v1/me/absence": undefined;
  "GET /v1/grants": undefined;
  "POST /v1/grants": GrantNew;
  "GET /v1/grants/{id}": undefined;
  "POST /v1/grants/{id}/end": GrantEnd;
  "GET /v1/people/{id}/authority": undefined;
  "GET /v1/customers": undefined;
  "POST /v1/customers": CustomerNew;
  "GET /v1/customers/by-contact": undefined;
  "GET /v1/customers/{id}": undefined;
  "PATCH /v1/customers/{id}": CustomerEdit;
  "POST /v1/customers/{id}/visits": Visit;
  "GET /v1/refusals/shown": undefined;
  "POST /v1/refusals": RefusalDecision;
  "GET /v1/refusals": undefined;
  "GET /v1/refusals/{id}": undefined;
  "POST /v1/refusals/{id}/appeal": RefusalAppeal;
  "POST /v1/refusals/{id}/answer": RefusalAnswer;
  "POST /v1/refusals/{id}/lift": undefined;
  "GET /v1/encounters/{id}/incident": undefined;
  "POST /v1/incidents": IncidentNew;
  "GET /v1/incidents": undefined;
  "GET /v1/incidents/{id}": undefined;
  "PATCH /v1/incidents/{id}": IncidentEdit;
  "POST /v1/incidents/{id}/follow": IncidentFollowing;
  "POST /v1/debriefs": DebriefWritten;
  "GET /v1/debriefs": undefined;
  "GET /v1/debriefs/shared": undefined;
  "GET /v1/debriefs/{id}": undefined;
  "PUT /v1/debriefs/{id}": DebriefRewritten;
  "DELETE /v1/debriefs/{id}": undefined;
  "POST /v1/debriefs/{id}/share": DebriefShared;
  "GET /v1/me/abuse-met": undefined;
  "GET /v1/sites/{id}/abuse-met": undefined;
  "GET /v1/audit": undefined;
  "GET /v1/audit/verdict": undefined;
  "POST /v1/calls": CallNew;
  "GET /v1/calls": undefined;
  "GET /v1/calls/{id}": undefined;
  "POST /v1/calls/{id}/delivered": undefined;
  "POST /v1/calls/{id}/seen": undefined;
  "POST /v1/calls/{id}/on-the-way": undefined;
  "POST /v1/calls/{id}/cannot": undefined;
  "POST /v1/calls/{id}/arrived": undefined;
  "POST /v1/calls/{id}/end": undefined;
  "POST /v1/customers/{id}/export": undefined;
  "POST /v1/customers/{id}/erase": undefined;
  "GET /v1/people/{id}/stored": undefined;
  "PUT /v1/customers/{id}/hold": HoldRequest;
  "PUT /v1/cases/{id}/hold": HoldRequest;
  "PUT /v1/incidents/{id}/hold": HoldRequest;
  "GET /v1/live": undefined;
  "GET /v1/ways": undefined;
  "POST /v1/ways": WayNew;
  "GET /v1/ways/{id}": undefined;
  "PATCH /v1/ways/{id}": WayEdit;
  "DELETE /v1/ways/{id}": undefined;
  "POST /v1/ways/{id}/secret": undefined;
  "POST /v1/ways/{id}/try": undefined;
  "POST /v1/joins": DeviceNew;
  "POST /v1/device": JoinRequest;
  "GET /join": undefined;
  "GET /v1/me/sealing-key": undefined;
  "POST /v1/breaks": BreakNew;
  "GET /v1/breaks": undefined;
  "POST /v1/breaks/{id}/cover": undefined;
  "DELETE /v1/breaks/{id}": undefined;
  "GET /v1/demo": undefined;
  "DELETE /v1/demo": undefined;
  "POST /v1/demo/session": DemoSignIn;
}
