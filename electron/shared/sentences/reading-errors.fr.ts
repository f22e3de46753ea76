/** The same errors where nothing was being sent (a balance, an archive, a status), in French: none of them speaks of sending. */
import type { ErrorCode } from '../errors'

export const readingSentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  auth: 'La passerelle refuse vos identifiants[ ({account})]. Corrigez-les dans le compte, puis recommencez.',
  insufficient_funds: 'La passerelle répond que le crédit est épuisé[ ({account})].',
  rejected: 'La passerelle a refusé la demande[ ({status})]. Vérifiez le compte et son adresse.',
  rate_limited: 'La passerelle demande d’attendre[ {seconds} s]. Recommencez un peu plus tard.',
  daily_limit: 'La limite du jour est atteinte chez la passerelle. Recommencez demain.',
  transient: 'La passerelle n’a pas pu être jointe. Recommencez plus tard.',
  host_not_found:
    'Connexion impossible : l’adresse[ {host}] est introuvable. Vérifiez votre connexion à Internet, puis recommencez.',
  connection_refused: 'La passerelle[ {host}] ne répond pas. Recommencez plus tard.',
  connect_timeout: 'La passerelle[ {host}] met trop de temps à répondre. Recommencez plus tard.',
  tls_failed:
    'La connexion sécurisée avec la passerelle[ {host}] a échoué[ : {detail}]. Vérifiez la date de l’ordinateur et l’adresse du compte.',
  connection_lost: 'La connexion a été perdue avant la réponse. Recommencez.',
  unknown_outcome: 'La passerelle n’a pas donné de réponse claire. Recommencez plus tard.',
  no_answer: 'La passerelle n’a pas répondu à temps. Recommencez plus tard.',
  connection_cut: 'La connexion a été coupée pendant la réponse. Recommencez.',
  answer_unreadable:
    'La réponse de la passerelle est illisible. Recommencez plus tard[ ; si cela dure, vérifiez l’adresse du compte « {account} »].',
  answer_html:
    'La passerelle a répondu par une page web au lieu d’un résultat. Vérifiez l’adresse du compte, ou recommencez plus tard.',
  answer_partial: 'La réponse de la passerelle est incomplète. Recommencez plus tard.',
  gateway_failed: 'La passerelle signale une panne[ ({status})]. Recommencez plus tard.',
  interrupted_sending: 'La lecture a été interrompue. Recommencez.',
  account_setup: 'Votre compte chez la passerelle n’est pas prêt[ : {detail}]. Adressez-vous à la passerelle.',
}
