/** What reading a gateway's archive did not prove, in words, in both languages: for the window and the command line. Pure. */
import type { AbsenceDoubt } from '../contract/campaigns'
import type { ArchiveReadingEnd, ArchiveReadingGap } from '../contract/gateway-side'
import type { Language } from '../language'

const doubts: Readonly<Record<Language, Readonly<Record<AbsenceDoubt, string>>>> = {
  fr: {
    in_archive: 'l’archive montre un SMS pour ce numéro, sans prouver que c’est celui-ci',
    young: 'l’absence ne compte qu’au bout d’un quart d’heure',
    incomplete: 'l’archive n’a pas été lue jusqu’à une fin certaine',
    nothing_older: 'l’archive ne montre rien d’assez ancien',
    inexact: 'l’archive n’est pas exacte : il y manque des messages de cette campagne, ou ils y sont modifiés',
    strangers: 'l’archive montre, vers cette heure ou avec ce texte, des SMS que Griot ne connaît pas',
    no_neighbours: 'l’archive ne montre pas, de cette campagne, un message accepté avant et un autre envoyé après',
    not_documented: 'la passerelle ne documente pas son archive',
  },
  en: {
    in_archive: 'the archive shows an SMS to this number, without proving that it is this one',
    young: 'absence counts only after a quarter of an hour',
    incomplete: 'the archive was not read to a certain end',
    nothing_older: 'the archive shows nothing old enough',
    inexact: 'the archive is not exact: it lacks messages of this campaign, or alters them',
    strangers: 'the archive shows, of about that time or with that text, SMS that Griot does not know',
    no_neighbours: 'the archive does not show, of this campaign, a message accepted before and another sent after',
    not_documented: 'the gateway does not document its archive',
  },
}

const gaps: Readonly<Record<Language, Readonly<Record<ArchiveReadingGap, string>>>> = {
  fr: {
    gap: 'Lecture incomplète : les pages de l’archive ne se suivent pas, des messages peuvent y manquer. Relisez-la plus tard.',
    repeated:
      'Lecture incomplète : la passerelle donne plusieurs fois la même page. La suite de l’archive est inconnue.',
    limit: 'Lecture incomplète : l’archive est trop longue. Choisissez moins de jours.',
    time: 'Lecture incomplète : la passerelle est trop lente. Choisissez moins de jours, ou réessayez plus tard.',
    unreadable:
      'Lecture incomplète : la passerelle donne des entrées illisibles. Réessayez plus tard ; si cela dure, signalez-le à la passerelle.',
    unchecked: 'Cette passerelle ne permet pas de vérifier que l’archive a été lue en entier.',
  },
  en: {
    gap: 'Incomplete: the pages of the archive do not join, messages may be missing. Read it again later.',
    repeated: 'Incomplete: the gateway gives the same page again and again. The rest of the archive is not known.',
    limit: 'Incomplete: the archive is too long. Choose fewer days.',
    time: 'Incomplete: the gateway is too slow. Choose fewer days, or try again later.',
    unreadable:
      'Incomplete: the gateway gives entries that cannot be read. Try again later; if it lasts, tell the gateway.',
    unchecked: 'This gateway gives no means to check that the archive was read whole.',
  },
}

/** Why a message was not proven absent. */
export function absenceDoubtWords(reason: AbsenceDoubt, language: Language): string {
  return doubts[language][reason]
}

/** Why a reading may lack entries; empty where it is complete. */
export function archiveGapWords({ why }: ArchiveReadingEnd, language: Language): string {
  return why === null ? '' : gaps[language][why]
}
