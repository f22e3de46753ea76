/** Short words of Griot's closed lists, in French: states, reasons, what is left out of a sending. */
import type { BillWarning, Excluded } from '../contract/drafts'
import type { ProblemReason } from '../contract/recipients'
import type { CampaignState, PauseReason } from '../domain/campaign'
import type { MessageState } from '../domain/message'
import type { TemplateProblem } from '../domain/template-model'
import type { ErrorCode } from '../errors'

const problemWords: Readonly<Record<ProblemReason, string>> = {
  empty: 'Le numéro manque',
  not_a_number: 'Ce n’est pas un numéro de téléphone',
  scientific_notation: 'Le tableur a abîmé ce numéro (notation scientifique)',
  too_short: 'Le numéro est trop court',
  too_long: 'Le numéro est trop long',
  lost_digits: 'Le tableur a perdu des chiffres de ce numéro',
  several_numbers: 'La case contient plusieurs numéros',
  not_mobile: 'C’est un téléphone fixe, qui ne reçoit pas de SMS',
  invalid_for_country: 'Ce numéro n’existe pas dans ce pays',
  old_numbering: 'Ancien numéro à 8 chiffres',
  merged_cell: 'La case du numéro est fusionnée avec celle d’une ligne au-dessus',
  ragged_row: 'La ligne n’a pas autant de cases que les titres : à corriger dans le fichier',
  cut_number: 'Un nombre semble coupé à sa virgule (« 12 » puis « 500 ») : à corriger dans le fichier',
  broken_quotes: 'Les guillemets de la ligne peuvent se lire de plusieurs façons : à corriger dans le fichier',
}

const pauseWords: Readonly<Record<PauseReason, string>> = {
  person: 'En pause à votre demande',
  auth: 'En pause : la passerelle refuse vos identifiants',
  insufficient_funds: 'En pause : crédit épuisé',
  config: 'En pause : un réglage est à corriger',
  refusals: 'En pause : la passerelle refuse le texte ou l’expéditeur',
  failures: 'En pause : trop d’échecs à la suite',
  offline: 'En pause : pas de connexion, reprise automatique au retour du réseau',
  unknowns: 'En pause : la passerelle ne confirme plus les envois',
  rate_limited: 'En pause : la passerelle demande d’attendre',
  daily_limit: 'En pause : limite du jour atteinte chez la passerelle',
  storage: 'En pause : le disque refuse l’enregistrement',
  keychain: 'En pause : trousseau verrouillé ou absent',
  interrupted: 'Interrompue : Griot s’est arrêté pendant l’envoi',
  list: 'En pause : une liste n’a pas pu être relue comme prévu',
  missed_schedule: 'En attente : l’heure prévue est passée pendant que Griot était fermé',
  quiet_hours: 'En pause : heures calmes',
  restored: 'En pause : données rétablies depuis une sauvegarde',
  internal: 'En pause : erreur inattendue',
}

/** A pause because of a setting, by the code of its error: which setting. */
const settingWords = {
  account_missing: 'En pause : le compte d’envoi est à choisir',
  account_unconfirmed: 'En pause : le compte est à confirmer',
  base_url_insecure: 'En pause : l’adresse de la passerelle est à corriger',
  base_url_invalid: 'En pause : l’adresse de la passerelle est à corriger',
  secret_broken: 'En pause : les identifiants du compte sont à saisir de nouveau',
  secret_missing: 'En pause : les identifiants du compte sont à saisir',
  secret_other_origin: 'En pause : les identifiants du compte sont à saisir de nouveau',
  secret_too_long: 'En pause : les identifiants du compte sont à corriger',
  sender_invalid: 'En pause : l’expéditeur est à corriger',
  sender_missing: 'En pause : l’expéditeur est à indiquer',
  unknown_account: 'En pause : le compte d’envoi n’existe plus',
  unknown_gateway: 'En pause : la passerelle du compte n’existe plus dans Griot',
} as const satisfies Partial<Record<ErrorCode, string>>

const messageStateWords: Readonly<Record<MessageState, string>> = {
  pending: 'en attente',
  sending: 'en cours',
  accepted: 'envoyé',
  delivered: 'livré',
  undelivered: 'non livré',
  expired: 'expiré',
  rejected: 'refusé',
  failed: 'échec',
  unknown: 'douteux',
  cancelled: 'annulé',
}

const campaignStateWords: Readonly<Record<CampaignState | 'draft', string>> = {
  draft: 'brouillon',
  scheduled: 'programmée',
  sending: 'en cours d’envoi',
  paused: 'en pause',
  finished: 'terminée',
  cancelled: 'annulée',
}

const excludedWords: Readonly<Record<keyof Excluded, string>> = {
  invalid: 'numéro inutilisable',
  duplicate: 'doublon',
  optedOut: 'désinscrit',
  emptyField: 'champ vide',
  repeated: 'même texte dans les dernières 24 h',
}

const warningWords: Readonly<Record<BillWarning['code'], string>> = {
  balance_low: 'Le solde ne suffit pas pour tous les messages : l’envoi s’arrêtera quand il sera épuisé',
  balance_unknown: 'Le solde n’a pas pu être lu chez la passerelle',
  balance_old: 'Ce solde date de la dernière fois que la passerelle a répondu',
  no_price: 'Aucun prix n’est indiqué dans le compte : le montant ne peut pas être calculé',
  quiet_hours: 'Heures calmes : le message peut déranger des destinataires[ ({count})][ : {where}]',
  repeated: '[{count} ]destinataires ont déjà reçu ce texte dans les dernières 24 heures',
  empty_fields: 'Des destinataires sont écartés parce qu’un champ du message est vide',
  foreign_placeholder:
    '« {text} » partira tel quel ; pour mettre le contenu de la colonne, écrivez son nom entre deux accolades',
  many_segments: 'Certains messages comptent {max} segments',
  ucs2: 'Des caractères coûteux raccourcissent les messages à 70 caractères',
  sender_rules: 'L’expéditeur doit être validé par la passerelle',
  rehearsal: 'Bac à sable : rien n’est envoyé',
  landlines: 'Des numéros fixes ne recevront pas de SMS',
  unsummed:
    '[{count} ]montants de lignes réunies n’ont pas pu être additionnés : le message les cite l’un après l’autre',
}

/** What is wrong in a template. Only names in `{x}` that are among the problem's params are filled: braces are part of the words. */
const templateProblemWords: Readonly<Record<TemplateProblem, string>> = {
  template_too_long: 'le texte est trop long',
  unclosed_placeholder: 'une accolade ouverte « {{ » n’est jamais refermée',
  unopened_placeholder: '« {found} » ferme quelque chose qui n’est pas ouvert',
  empty_placeholder: 'il manque le nom de la colonne entre « {{ » et « }} »',
  missing_filter: 'il manque un filtre après « | »',
  unknown_filter: 'le filtre « {filter} » n’existe pas',
  bad_filter_argument: 'le filtre « {filter} » ne comprend pas ce qui le suit',
  unexpected_text: '« {text} » n’est pas attendu ici',
  unclosed_string: 'un guillemet ouvert n’est jamais refermé',
  unclosed_tag: 'une balise ouverte « {% » n’est jamais refermée',
  unknown_tag: 'la balise « {tag} » n’existe pas',
  bad_condition: 'la condition est incomplète',
  ambiguous_number: '« {text} » peut se lire de deux façons ; écrivez par exemple 12500 ou 12,5',
  joined_conditions:
    '« {text} » est une autre condition ; donnez-la à part, une condition par ligne ou par --where (dans un message, un « si » dans l’autre)',
  unclear_list:
    '« {text} » se lit comme un seul texte ; pour plusieurs valeurs, écrivez « {heading} parmi {list} » (ou « n’est pas parmi ») ; pour chercher exactement ce texte, mettez-le entre guillemets',
  unclear_part: '« {text} » se lit comme un seul texte ; cherchez un seul mot, ou mettez ce texte entre guillemets',
  unclear_empty:
    '« {text} » se lit comme un texte ; écrivez « {heading} est vide » (ou « n’est pas vide »), ou mettez ce mot entre guillemets',
  wildcard:
    'dans « {text} », « * » et « ? » ne remplacent aucun caractère ; écrivez « {heading} contient {list} » ; pour chercher exactement ce texte, mettez-le entre guillemets',
  unknown_comparison:
    '« {text} » après « {heading} » n’est pas une comparaison ; écrivez =, ≠, <, >, ≤, ≥, contient, parmi, est vide ou dans les 3 jours',
  unexpected_tag: '« {tag} » n’a pas de « if » qui le précède',
  missing_endif: 'il manque « {% endif %} »',
  nesting_too_deep: 'trop de conditions sont imbriquées',
}

/** What the built-in gateway is called; vendors' gateways keep their own names. */
const sandboxName = 'Bac à sable'

export const words = {
  problemWords,
  pauseWords,
  settingWords,
  messageStateWords,
  campaignStateWords,
  excludedWords,
  warningWords,
  templateProblemWords,
  sandboxName,
} as const
