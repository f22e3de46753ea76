/** Ce que dit la ligne de commande, en français. Mêmes clés que words.en.ts. */
import type { WordKey } from './words.en'

export const words: Readonly<Record<WordKey, string>> = {
  'ask.secret': '{field} de {account} : ',
  'ask.send': 'Envoyer {recipients} {recipients:message|messages} ? Tapez {word} pour continuer : ',
  'ask.sendTyped':
    'Envoyer {recipients} {recipients:message|messages} ? Tapez leur nombre ({recipients}) pour continuer : ',
  'ask.sendAgain':
    '{messages} {messages:message douteux serait renvoyé|messages douteux seraient renvoyés}, dont {absent} {absent:absent|absents} de l’archive de la passerelle : {segments} {segments:segment|segments}{cost}. Les autres sont peut-être déjà arrivés, et arriveraient deux fois. Tapez {word} pour continuer : ',
  'ask.yes': 'oui',
  'ask.refused': 'Rien n’a été envoyé.',
  'needs.yes': 'pas de terminal pour demander : ajoutez --yes pour envoyer sans question',
  'needs.stdin': 'pas de terminal pour demander les identifiants : utilisez --secrets-stdin ou --no-keychain',
  'needs.source': 'dites à qui envoyer : --csv FILE, --group NOM ou --to NUMÉRO',
  'needs.fileFor': '{option} ne va qu’avec --csv',
  'needs.listFor': '{option} ne va qu’avec --csv ou --group',
  'needs.on': '{option} ne va qu’avec --on COLONNE',
  'needs.onOrAt': '--on envoie à la date de chacun, --at à une seule date : donnez l’une des deux',
  'needs.beforeOrAfter': 'donnez --before ou --after, pas les deux',
  'bad.hour': '--hour attend une heure comme 09:00, pas « {value} »',
  'bad.days': '{option} attend un nombre de jours, {most} au plus, pas « {value} »',
  'needs.template': 'donnez le texte : --template TEXTE ou --template-file FILE',
  'needs.oneTemplate': 'donnez le texte une fois : --template ou --template-file, pas les deux',
  'needs.oneWay': 'dites comment : --from-gateway, --mark-sent ou --send-again',
  'needs.absentAlone': '--absent ne va qu’avec --send-again',
  'usage.missingArgument': 'il manque l’argument {what}',
  'usage.optionMissingArgument': 'il manque quelque chose après {what}',
  'usage.missingMandatoryOptionValue': 'il manque l’option {what}',
  'usage.unknownOption': 'l’option {what} n’existe pas',
  'usage.excessArguments': 'il y a des mots en trop après la commande',
  'usage.unknownCommand': 'la commande {what} n’existe pas',
  'usage.missingSubcommand': 'dites quoi faire : il manque le mot suivant',
  'usage.repeated': '{what} est donnée plusieurs fois : ne la donnez qu’une fois',
  'usage.contradiction': '{one} et {other} se contredisent : donnez l’une des deux',
  'usage.suggestion': 'vouliez-vous dire {what} ?',
  'bad.language': '--lang attend fr ou en, pas « {value} »',
  'bad.port': '{option} attend un port de 0 à 65535, pas « {value} »',
  'bad.shell': 'shells connus : {known} ; et non « {value} »',
  'bad.dates': '--dates attend day (jour d’abord) ou month (mois d’abord), pas « {value} »',
  'condition.sides': 'Condition « {condition} » : oui pour {yes}, non pour {no}',
  'condition.unread': '{count} {count:case|cases} que cette condition ne peut pas lire : {cells}',
  'condition.doubtful':
    '{count} {count:nombre lisible|nombres lisibles} de deux façons : {cells} ; précisez --decimal comma ou --decimal point',
  'condition.cell': 'ligne {line} « {value} »',
  'condition.cellOf': 'ligne {line} de {list} « {value} »',
  'filter.left': 'Filtre : {filtered} {filtered:ligne laissée|lignes laissées} de côté',
  'bad.decimal': '--decimal attend comma (12,5) ou point (12.5), pas « {value} »',
  'bad.sameNumber': '--same-number attend first, join ou each, pas « {value} »',
  'import.sameNumber':
    '--same-number dit ce qui est envoyé : donnez-la à send ou à preview ; dans les contacts, un numéro figure une seule fois',
  'bad.numbers': '--numbers attend first ou all, pas « {value} »',
  'bad.delimiter': '--delimiter attend « ; », « , », « | » ou tab, pas « {value} »',
  'bad.row': 'il n’y a pas de ligne {row} : le fichier en a {rows}',
  'bad.tooLong': '{field} est trop long : {limit} {limit:caractère|caractères} au plus',
  'bad.tooBig': '{field} est trop grand : {limit} au plus',
  'bad.tooSmall': '{field} est trop petit : {limit} au moins',
  'bad.empty': '{field} est vide',
  'bad.value': '{field} n’est pas écrit comme il faut',
  'output.failed':
    'le résultat n’a pas pu être écrit en entier ({reason}) : ce qui est fait est fait ; faites de la place et redemandez',
  'bad.map': 'correspondance « {value} » mal écrite : écrivez phone=COLONNE, name=COLONNE ou firstname=COLONNE',
  'bad.mapTwice': '--map dit deux fois où est « {key} » : {one} et {other}',
  'bad.secretTwice': 'le champ « {field} » est donné deux fois',
  'bad.number': '{option} attend un nombre supérieur à zéro, pas « {value} »',
  'bad.state': 'état « {value} » inconnu ; états connus : {known}',
  'bad.secretLine': 'champ « {field} » inconnu ; cette passerelle a : {known}',
  'gateways.batch': '{count} par requête',
  'account.added': 'Compte « {account} » ajouté chez {gateway}.',
  'account.trimmed': '« {field} » : les espaces ou retours à la ligne autour ont été enlevés.',
  'account.removed': 'Compte « {account} » supprimé.',
  'account.confirmed': 'Compte « {account} » : les requêtes vers {address} sont permises désormais.',
  'account.callback': 'Les accusés de réception sont demandés à {address}.',
  'account.ok': '« {account} » : {gateway} accepte les identifiants.',
  'account.unchecked': '« {account} » : {gateway} ne permet pas de vérifier une clé sans envoyer.',
  'account.none': 'Aucun compte pour l’instant. « griot account add NOM --gateway ID » en ajoute un.',
  'balance.line': '{account} ({gateway}) : {balance}',
  'balance.unread': 'illisible, tel que reçu : « {text} »',
  'balance.notOffered': 'cette passerelle ne le communique pas',
  'inspect.file': '{encoding}, séparateur « {delimiter} », {header}',
  'inspect.header': 'titres à la ligne {line}',
  'inspect.noHeader': 'sans titres',
  'inspect.columns': 'Colonnes : {columns}',
  'inspect.mapping': 'Téléphone : {phone}   Nom : {name}',
  'inspect.counts':
    '{rows} {rows:ligne|lignes} : {valid} {valid:bonne|bonnes}, {invalid} {invalid:inutilisable|inutilisables}, {duplicate} en double',
  'inspect.first':
    '--same-number first : {recipients} {recipients:destinataire|destinataires}, {duplicate} {duplicate:doublon écarté|doublons écartés}',
  'inspect.join':
    '--same-number join : {recipients} {recipients:destinataire|destinataires}, {joined} {joined:ligne jointe|lignes jointes} à une autre',
  'inspect.each': '--same-number each : {recipients} {recipients:message|messages} au plus, un par ligne',
  'inspect.migrated': '{count} {count:ancien numéro à 8 chiffres converti|anciens numéros à 8 chiffres convertis}',
  'inspect.problem': 'ligne {line}, {column} : « {value} » : {reason}',
  'inspect.passed': 'Numéros inutilisables des lignes qui en ont un autre :',
  'inspect.more': '… et {count} de plus',
  'import.done':
    '{added} {added:ajouté|ajoutés}, {updated} mis à jour, {unchanged} {unchanged:inchangé|inchangés}, {optedOut} {optedOut:désinscrit|désinscrits}',
  'contacts.removed':
    '{count} {count:supprimé|supprimés}. Une campagne déjà programmée ou en cours {count:l’atteint|les atteint} encore : « griot optout add » l’empêche.',
  'contacts.count': '{count} {count:contact|contacts}',
  'optout.added': '{count} {count:désinscrit|désinscrits}.',
  'optout.removed': 'Il est de nouveau possible d’écrire à {count} {count:personne|personnes}.',
  'optout.count': '{count} {count:désinscrit|désinscrits}',
  exported: '{count} {count:ligne écrite|lignes écrites} dans {file}.',
  'preview.head': '{to} (ligne {row}) : {encoding}, {segments} {segments:segment|segments}',
  'preview.costly': 'caractères coûteux : {list}',
  'preview.missing': 'vide : {list}',
  'preview.doubtful': 'condition « {condition} » : « {value} » peut se lire de deux façons',
  'preview.none': 'Personne à qui envoyer.',
  'bill.campaign': 'Campagne « {name} », {account} ({gateway}), expéditeur {sender}',
  'bill.recipients': 'Destinataires',
  'bill.segments': 'Segments',
  'bill.price': 'Prix d’un segment',
  'bill.cost': 'Total',
  'bill.balance': 'Solde',
  'bill.after': 'Solde après l’envoi',
  'bill.excluded': 'Écartés : {count} ({reason})',
  'bill.joined': 'Lignes réunies : {rows} en {messages} {messages:message|messages}',
  'bill.unsummed':
    '{count} {count:montant de lignes réunies impossible à additionner, cité tel quel|montants de lignes réunies impossibles à additionner, cités tels quels} dans le message : {cells}',
  'bill.savable':
    '{segments} {segments:segment peut être économisé|segments peuvent être économisés} avec --transliterate.',
  'send.dryRun': 'Essai à blanc : rien n’a été envoyé.',
  'send.scheduled':
    'La campagne {campaign} est programmée pour le {at}. Elle partira de la fenêtre Griot ou du « griot run » ouverts à ce moment-là ; ensuite, « griot campaign resume {campaign} » l’envoie.',
  'send.scheduledDates':
    'La campagne {campaign} est programmée : chaque jour à partir du {at}, pour la colonne « {column} ». La fenêtre Griot ou « griot run » doivent être ouverts à cette heure-là ; « griot campaign calendar {campaign} » montre ce qui partira.',
  'calendar.total': 'Messages à envoyer d’ici au {upTo} : {messages}',
  'calendar.empty': 'Lignes sans date : {rows}',
  'calendar.unread': 'Lignes dont la date est illisible et qui ne recevront rien : {rows}',
  'calendar.doubtful': 'Lignes dont la date peut se lire de deux façons (--dates day ou --dates month) : {rows}',
  'calendar.cell': 'ligne {line} : « {value} »',
  'run.skipped':
    'Campagne {campaign} « {name} » : rien n’est parti du {from} au {to} ({days} j), et il est trop tard pour le rattraper.',
  'send.finished':
    'Campagne {campaign} terminée en {seconds} s : {accepted} {accepted:envoyé|envoyés}, {rejected} {rejected:refusé|refusés}, {failed} {failed:échec|échecs}, {unknown} douteux.',
  'send.paused':
    'Campagne {campaign} en pause : {accepted} {accepted:envoyé|envoyés}, {unknown} douteux, {pending} en attente. Aucun ne sera envoyé deux fois. « griot campaign resume {campaign} » reprend l’envoi.',
  'send.cancelled':
    'Campagne {campaign} annulée : {accepted} {accepted:envoyé|envoyés}, {cancelled} non {cancelled:envoyé|envoyés}.',
  progress:
    '{done}/{total} · {accepted} {accepted:envoyé|envoyés} · {rejected} {rejected:refusé|refusés} · {unknown} douteux · {rate}/s · {remaining}',
  'campaign.none': 'Aucune campagne pour l’instant.',
  'campaign.changed': 'Campagne {campaign} : {state}.',
  'run.started': 'En marche : départs prévus, accusés de réception, reprise. Ctrl+C arrête.',
  'run.stopped': 'Arrêté.',
  'run.nothing': 'Rien n’était à faire.',
  'run.sending': 'La campagne {campaign} « {name} » part vers {recipients} {recipients:destinataire|destinataires}.',
  'run.waiting': 'La campagne {campaign} « {name} » vous attend. {why} « griot campaign resume {campaign} » continue.',
  'history.count': '{shown} {shown:message|messages} sur {total}',
  'archive.count': '{count} {count:entrée|entrées}',
  'backup.done': 'Copie faite dans {file} ({size}).',
  'hint.map': '(--map phone=COLONNE)',
  'hint.resolve': '« griot resolve {campaign} --from-gateway » interroge la passerelle à leur sujet.',
  'backup.encrypted':
    'Fichier chiffré (format age). Sans la phrase secrète, personne ne pourra le lire, pas même Griot.',
  'backup.forgotten':
    'Si vous oubliez la phrase secrète, la sauvegarde est perdue : notez cette phrase ailleurs que sur cet ordinateur.',
  'ask.newPassphrase': 'Phrase secrète ({least} caractères au moins) : ',
  'ask.passphraseAgain': 'La même, encore une fois : ',
  'ask.passphrase': 'Phrase secrète de cette sauvegarde : ',
  'bad.passphraseAgain': 'les deux phrases secrètes ne sont pas les mêmes ; rien n’a été écrit',
  'bad.passphraseEmpty': '{option} : la première ligne de l’entrée standard est vide',
  'needs.passphrase': 'pas de terminal pour demander la phrase secrète : utilisez {option} ou la variable {variable}',
  'copies.none':
    'Aucun dossier n’est choisi pour les copies : « griot copies set DIR » en choisit un.',
  'copies.folder':
    'Les copies vont dans {folder} ; {keep} sont gardées. La fenêtre ou « griot run » en fait une par jour, « griot copies now » une tout de suite.',
  'copies.protection.none':
    'Sans phrase secrète : qui trouve une copie peut la lire.',
  'copies.protection.kept':
    'Chiffrées, avec la phrase secrète du trousseau ou de GRIOT_BACKUP_PASSPHRASE.',
  'copies.protection.asked':
    'Chiffrées, avec une phrase secrète demandée à chaque copie : aucune ne se fait toute seule.',
  'copies.never':
    'Aucune copie pour l’instant.',
  'copies.last':
    'Dernière copie : {at}.',
  'copies.inClear':
    '{count} {count:copie|copies} sans phrase secrète {count:est|sont} encore dans ce dossier.',
  'restore.made': 'Sauvegarde du {at}.',
  'restore.holds': 'Contacts : {contacts}. Campagnes : {campaigns}. Messages : {messages}. Modèles : {templates}.',
  'restore.accounts': 'Comptes : {accounts}.',
  'restore.means':
    'Les données d’aujourd’hui seront mises de côté dans {folder}, rien n’est effacé. Les campagnes reviendront en pause.',
  'restore.ask': 'Rétablir cette sauvegarde ? (o/n) ',
  'restore.next':
    'Ensuite : saisissez de nouveau les clés des comptes (une sauvegarde n’en contient pas), vérifiez les campagnes en pause, et remettez en marche la réception des accusés si vous l’utilisez.',
  'hint.restore': 'La plus récente est du {at} : « griot restore {file} ».',
  'restore.lost.accounts':
    'La base abîmée n’a pas pu dire quelles adresses servaient : les comptes qui ont leur propre adresse demandent une confirmation.',
  'restore.lost.copies':
    'La base abîmée n’a pas pu dire où vont les copies du jour : choisissez de nouveau le dossier.',
  'restore.lost.erasures':
    'La base abîmée n’a pas pu dire entièrement qui avait été effacé. Les personnes effacées après la dernière sauvegarde peuvent être revenues : effacez-les de nouveau.',
  'restore.new': 'Données rétablies.',
  'restore.done': 'Données rétablies. L’ancienne base est mise de côté : {file}.',
  'doctor.ok': 'en ordre',
  'doctor.warning': 'à surveiller',
  'doctor.failed': 'à corriger',
  'doctor.skipped': 'non vérifié',
  'doctor.database': 'base de données',
  'doctor.keychain': 'trousseau',
  'doctor.disk': 'disque',
  'doctor.gateway': 'passerelle',
  'doctor.clock': 'horloge',
  'doctor.copies': 'copies dans un dossier',
  'doctor.backup': 'sauvegarde',
  'receipts.polled': '{asked} {asked:demandé|demandés}, {changed} {changed:changé|changés}.',
  'receipts.unlearned':
    'rien appris sur {messages} {messages:message ; il sera redemandé|messages ; ils seront redemandés}',
  'receipts.listening': 'En écoute. Donnez à chaque passerelle son adresse ; Ctrl+C arrête.',
  'receipts.open':
    'Attention : d’autres machines du réseau atteignent {host}. Le secret du chemin reste nécessaire ; 127.0.0.1, c’est cet ordinateur seulement.',
  'receipts.logged.unread': '{gateway} : appel illisible, gardé tel que reçu : {body}',
  'receipts.logged.stranger':
    '{gateway} : accusé dont l’identifiant et le numéro ne sont pas ceux d’un même message. Rien n’en a été enregistré : {body}',
  'receipts.logged.method': '{gateway} : appel refusé, seul POST est accepté : {body}',
  'receipts.logged.too_long': '{gateway} : appel refusé, trop long',
  'receipts.logged.foreign':
    '{gateway} : appel refusé, il ne vient pas par une adresse connue ({body}). Si c’est la vôtre : griot receipts address --public-host NOM',
  'receipts.refused':
    '{refused} {refused:appel refusé ou illisible ; il est gardé|appels refusés ou illisibles ; ils sont gardés} dans Réglages, Accusés de réception.',
  'receipts.newAddress':
    'Nouvelle adresse : l’ancienne est refusée dès maintenant. Donnez la nouvelle à la passerelle ({accounts} {accounts:compte modifié|comptes modifiés}).',
  'receipts.stopped': 'Arrêté : {received} {received:accusé reçu|accusés reçus}.',
  'resolve.done': 'Doute levé : {resolved}. Encore douteux : {unknown}.',
  'resolve.absent':
    '{absent} {absent:absent|absents} de l’archive de la passerelle : à renvoyer sur votre décision (griot resolve ID --send-again --absent).',
  'resolve.unlearned': 'rien appris sur {messages} {messages:message|messages}',
  'resolve.doubt': '{messages} non {messages:tranché|tranchés} : {reason}.',
  nothing: '(rien)',
}
