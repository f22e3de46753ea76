/**
 * What every error says to people, in French: what happened, what it means for money or recipients, what to do.
 * `{x}` is filled from the error's params; a part in square brackets is left out where a param of it is missing.
 */
import type { ErrorCode } from '../errors'

export const errorSentences: Readonly<Record<ErrorCode, string>> = {
  config: 'La demande ne peut pas être exécutée telle quelle[ : {detail}]. Vérifiez les réglages, puis recommencez.',
  usage: 'Commande mal formée[ : {detail}]. « griot --help » montre la bonne écriture.',
  unknown_gateway: 'Passerelle inconnue[ : « {gateway} »]. « griot gateways » donne la liste.',
  unknown_account: 'Ce compte n’existe pas[ : « {account} »]. Vérifiez son nom dans la liste des comptes.',
  account_exists: 'Un compte s’appelle déjà ainsi[ : « {account} »]. Choisissez un autre nom.',
  name_invisible:
    'Le nom[ « {name} »] contient un caractère qui ne se voit pas[ ({characters})]. Tapez-le de nouveau sans lui.',
  account_name_invalid:
    'Ce nom de compte ne convient pas[ : « {account} »]. Utilisez 1 à 40 lettres, chiffres, espaces, points ou tirets.',
  account_in_use:
    'Le compte[ « {account} »] sert à une campagne qui n’est pas terminée[ : « {campaign} »]. Terminez-la ou annulez-la d’abord.',
  base_url_invalid:
    'Cette adresse n’est pas valable[ : {url}]. Écrivez une adresse complète, par exemple https://exemple.com/api.',
  base_url_insecure:
    'Cette adresse n’est pas sûre[ : {url}]. Elle doit commencer par https://, sauf sur cet ordinateur.',
  account_unconfirmed:
    'Le compte[ « {account} »] vient d’une sauvegarde et utiliserait une autre adresse[ : {url}]. Rien n’y est envoyé avant que vous la confirmiez dans le compte[, ou par « {command} »].',
  secret_other_origin:
    'La clé[ de « {account} »] a été saisie pour une autre adresse que celle-ci[ : {url}]. Saisissez-la de nouveau, ou remettez l’ancienne adresse.',
  secret_missing:
    'Il manque[ « {field} » au compte « {account} »]. Saisissez cet identifiant dans le compte[, ou donnez-le par la variable {variable}].',
  secret_too_long:
    'Ces identifiants sont trop longs pour le trousseau de Windows[ : {limit} octets au plus pour un compte]. Vérifiez que vous n’avez pas collé autre chose.',
  secret_broken: 'Un retour à la ligne coupe cet identifiant[ : « {field} »]. Copiez-le de nouveau, en entier et seul.',
  sender_missing: 'Il manque l’expéditeur. Indiquez le nom qui doit s’afficher sur le téléphone de vos destinataires.',
  sender_invalid:
    'L’expéditeur[ « {sender} »] ne convient pas à cette passerelle. [{limit} caractères au plus. ][Signes refusés : {characters} ]Corrigez-le avant d’envoyer.',
  not_offered: 'Cette passerelle ne propose pas cette fonction[ ({gateway})].',
  price_invalid: 'Ce prix n’est pas valable[ : {price}]. Écrivez un nombre, par exemple 15 ou 12,5.',
  country_unknown: 'Pays inconnu[ : {country}]. Écrivez son code à deux lettres, par exemple CM ou CI.',
  date_invalid: 'Cette date n’est pas valable[ : {date}]. Écrivez-la comme 2026-12-01 ou 2026-12-01T09:00.',
  date_past: 'Cette date est déjà passée[ : {date}]. Choisissez une date à venir.',
  zone_unknown:
    'Le fuseau horaire réglé sur cet ordinateur est inconnu[ : TZ={zone}]. Les heures sont lues en UTC. Écrivez-le comme Africa/Douala.',
  unknown_campaign: 'Cette campagne n’existe pas[ : {campaign}]. Vérifiez son numéro dans la liste des campagnes.',
  campaign_state: 'Cette action n’est pas possible pour une campagne dans cet état[ ({state})].',
  update_while_sending:
    'Une campagne est en cours d’envoi. Mettez-la en pause ou attendez sa fin, puis installez la mise à jour.',
  campaign_not_due:
    'L’heure de cette campagne n’est pas encore venue[ ({campaign})] : elle partira d’elle-même. Pour l’envoyer plus tôt, changez son heure dans la fenêtre.',
  only_doubtful:
    'Il ne reste à renvoyer que des messages douteux, qui sont peut-être arrivés[ (campagne {campaign})]. Levez d’abord le doute.',
  nothing_failed: 'Aucun message de cette campagne n’a échoué ni été refusé[ ({campaign})] : il n’y a rien à renvoyer.',
  no_recipients: 'Il n’y a personne à qui envoyer. Ajoutez des destinataires, ou corrigez ceux qui sont écartés.',
  account_missing: 'Aucun compte n’est choisi pour cette campagne. Choisissez le compte qui l’enverra.',
  confirmation_needed:
    'Le nombre de destinataires a changé[ : il est maintenant de {recipients}]. Rien n’a été envoyé. Vérifiez la facture et confirmez de nouveau.',
  unknown_contact: 'Ce contact n’existe pas[ : {phone}]. Vérifiez son numéro dans la liste des contacts.',
  contact_exists: 'Un autre contact a déjà le numéro {phone}. Ouvrez ce contact ou fusionnez les deux.',
  unknown_group: 'Ce groupe n’existe pas[ : « {group} »]. Vérifiez son nom dans la liste des groupes.',
  group_exists: 'Un groupe s’appelle déjà ainsi[ : « {group} »]. Choisissez un autre nom.',
  unknown_template: 'Ce modèle n’existe pas[ : « {template} »]. Actualisez la liste.',
  template_exists: 'Un modèle s’appelle déjà ainsi[ : « {template} »]. Choisissez un autre nom.',
  unknown_message: 'Ce message n’existe plus dans l’historique.',
  undo_expired:
    'Il est trop tard pour annuler cette suppression. Ce qui a été supprimé se trouve encore dans la dernière sauvegarde.',
  phone_invalid:
    'Ce numéro n’est pas valable[ : « {phone} »]. Écrivez-le avec l’indicatif, par exemple +237 6 77 12 34 56.',
  phone_opted_out:
    'Ce numéro[ {phone}] s’est désinscrit : rien ne lui est envoyé. Retirez-le d’abord des désinscriptions, ou prenez-en un autre.',
  schedule_invalid:
    'Cette programmation n’est pas valable[ : {detail}]. Choisissez une date à venir et une répétition dans la liste.',
  template_empty: 'Le message est vide. Écrivez le texte à envoyer.',
  template_too_long: 'Le message est trop long[ : {length} caractères, {limit} au plus]. Raccourcissez-le.',
  message_too_long:
    'Le message[ de la ligne {line}][ de {file}] prend {segments} SMS, {limit} au plus. Raccourcissez le texte.',
  template_syntax:
    'Le message contient une erreur[ à la ligne {line}][, colonne {column}][ : {detail}]. Corrigez-la avant d’envoyer.',
  template_column_unknown:
    'Aucune colonne ne s’appelle « {heading} ».[ Vouliez-vous dire « {suggestion} » ?] Corrigez le message, ou choisissez un autre fichier.',
  template_filter_unknown:
    'Le filtre « {filter} » n’existe pas[ (ligne {line}, colonne {column})]. Retirez-le, ou choisissez-en un dans la liste.',
  where_syntax:
    'La condition[ « {where} »] ne peut pas être lue[, au caractère {column}][ : {detail}]. Corrigez-la, par exemple « Solde > 0 ».',
  where_column_unknown:
    'Aucune colonne ne s’appelle « {heading} »[ (condition « {where} »)].[ Vouliez-vous dire « {suggestion} » ?] Corrigez la condition.',
  numbers_ambiguous:
    'La condition « {condition} » dépend de nombres qui peuvent se lire de deux façons[ : « {value} », ligne {line}][ ({count} en tout)]. Dites si la virgule ou le point est le signe décimal (--decimal comma ou --decimal point).',
  dates_ambiguous:
    'Dans la colonne « {heading} », des dates peuvent se lire de deux façons[ : « {value} », ligne {line}][ ({count} en tout)]. Dites si le jour ou le mois vient d’abord (--dates day ou --dates month).',
  dates_column_missing:
    'La liste[ « {file} »] n’a pas de colonne « {heading} ». Choisissez une colonne de dates que toutes les listes ont.',
  no_personal_dates:
    'Cette campagne n’est pas envoyée à la date de chacun : elle n’a pas de calendrier. Ses départs sont indiqués avec la campagne elle-même.',
  dates_none: 'La colonne « {heading} » ne contient aucune date lisible. Choisissez une autre colonne.',
  dates_unusable:
    'Pour la date du {date}, des lignes de la liste ({count}) ne peuvent pas recevoir de message : numéro ou texte à corriger. Rien n’est parti. Corrigez la liste, puis faites-la relire.',
  file_not_chosen:
    'Griot n’ouvre que les fichiers que vous avez choisis vous-même. Choisissez-le de nouveau[ : « {file} »].',
  file_not_found: 'Le fichier[ « {file} »] est introuvable. Vérifiez son nom et son emplacement.',
  file_is_folder: '[« {file} » ]est un dossier. Choisissez un fichier CSV ou Excel.',
  file_unreadable:
    'Le fichier[ « {file} »] ne peut pas être lu. Fermez-le dans les autres programmes et vérifiez que vous y avez accès.',
  file_empty: 'Le fichier[ « {file} »] est vide. Choisissez un fichier qui contient des destinataires.',
  file_binary:
    '[« {file} » ]n’est pas un tableau[ (ligne {line})]. Enregistrez-le en CSV ou en XLSX depuis votre tableur.',
  file_too_large:
    'Le fichier[ « {file} »] est trop grand. Enregistrez-le en CSV, ou partagez-le en plusieurs fichiers.',
  file_old_excel:
    '[« {file} » ]est un tableau d’un format ancien, qui ne se lit pas ici. Ouvrez-le dans Excel, puis Fichier, Enregistrer sous, Classeur Excel (*.xlsx).',
  file_web_page:
    '[« {file} » ]est une page web sans tableau. Exportez de nouveau la liste depuis le programme ou le site d’où elle vient.',
  file_excel_damaged:
    'Le fichier Excel[ « {file} »] est abîmé[ (ligne {line})]. Ouvrez-le dans votre tableur et enregistrez-le de nouveau.',
  file_excel_protected:
    'Le fichier Excel[ « {file} »] est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez.',
  file_line_too_long:
    '[La ligne {line} ][de « {file} » ]dépasse un million de caractères. Vérifiez que c’est bien une liste de destinataires.',
  file_too_many_columns:
    'La ligne {line}[ de « {file} »] a plus de {most} colonnes : ce n’est pas un tableau que Griot peut lire. Vérifiez le séparateur, ou supprimez les colonnes inutiles.',
  file_no_phone_column:
    'Aucune colonne de numéros de téléphone n’a été trouvée[ dans « {file} »]. Indiquez laquelle contient les numéros.',
  file_column_unknown: 'Aucune colonne ne s’appelle « {column} »[ dans « {file} »].[ Colonnes trouvées : {columns}.]',
  file_encoding_unknown: 'Ce codage de caractères est inconnu[ : {encoding}]. Choisissez-en un dans la liste.',
  file_sheet_unknown: 'La feuille[ « {sheet} »] n’existe pas[ dans « {file} »]. Choisissez-en une dans la liste.',
  file_vcard_cut:
    'Le fichier de contacts[ « {file} »] s’arrête au milieu d’une fiche[ (ligne {line})]. Exportez de nouveau les contacts, puis recommencez.',
  file_header_row_unknown:
    'La ligne {row}[ de « {file} »] est vide ou n’existe pas : elle ne peut pas porter les titres. Choisissez une autre ligne.',
  file_changed:
    'Le fichier[ « {file} »] a changé pendant la lecture. Rien n’a été importé. Recommencez quand il est enregistré.',
  file_changed_since:
    'Le fichier[ « {file} »] a changé depuis sa lecture. Choisissez-le de nouveau pour le lire tel qu’il est maintenant.',
  source_forgotten: 'Griot n’a plus de quoi relire cette liste. Ajoutez-la de nouveau ; ce qui a été lu est gardé.',
  list_heading_gone:
    'La colonne « {heading} » n’est plus dans[ « {file} »]. Rien n’est parti. Remettez ce titre dans le fichier, ou choisissez le bon fichier, puis faites relire la liste.',
  list_layout_changed:
    'Le tableau[ « {file} »] n’a plus la même forme : ligne de titres ou nombre de colonnes. Rien n’est parti. Rétablissez le fichier ou choisissez-en un autre, puis faites relire la liste.',
  list_shrunk:
    'Lignes utilisables de la liste[ « {file} »] : {usable}, contre {before} la dernière fois. Rien n’est parti. Si c’est voulu, acceptez la liste ; sinon choisissez le bon fichier.',
  list_corrections_lost:
    'Dans la liste[ « {file} »], des corrections de numéros ne retrouvent pas leur ligne à coup sûr (nombre : {count}[, ligne : {lines}]). Rien n’est parti. Corrigez le fichier et faites relire la liste, ou acceptez-la sans vos corrections.',
  file_write_failed:
    'Le fichier[ « {file} »] ne peut pas être écrit. Choisissez un autre dossier, et fermez le fichier s’il est ouvert ailleurs.',
  file_exists: 'Le fichier[ « {file} »] existe déjà. Choisissez un autre nom.',
  backup_invalid: '[« {file} » ]n’est pas une sauvegarde valable de Griot. Rien n’a été changé.',
  backup_foreign:
    '[« {file} » ]contient quelque chose que Griot n’y a pas mis[ : {what}]. Cette sauvegarde n’est pas rétablie, et rien n’a été changé. Choisissez-en une autre.',
  backup_is_database:
    '[« {file} » ]est la base de données elle-même, pas une sauvegarde. Rien n’a été changé. Choisissez une sauvegarde.',
  backup_damaged:
    '[« {file} » ]est abîmé ou incomplet : la copie s’est arrêtée avant la fin, ou la clé ou le disque se dégrade. Rien n’a été changé. Choisissez une autre sauvegarde.',
  backup_unverified:
    'La copie[ « {file} »] a été relue et ne contient pas ce qui y a été écrit : elle a été supprimée. La clé ou le disque se dégrade ; choisissez-en un autre.',
  backup_passphrase_needed:
    'Cette sauvegarde[ (« {file} »)] est protégée par une phrase secrète. Donnez-la[, ou ajoutez {option}].',
  backup_passphrase_wrong:
    'La phrase secrète n’est pas celle de cette sauvegarde[ (« {file} »)]. Rien n’a été changé. Vérifiez les majuscules et la langue du clavier, puis recommencez.',
  backup_passphrase_short:
    'Cette phrase secrète est trop courte : il faut {least} caractères au moins. Quatre ou cinq mots sans rapport entre eux conviennent.',
  backup_passphrase_environment:
    'Sur cet ordinateur, {variable} donne une autre phrase secrète, et c’est avec elle que les copies sont faites. Tapez la même, ou supprimez la variable.',
  backup_path_own:
    '[« {file} » ]est parmi les fichiers propres à Griot, qu’il remplace et supprime. Rien n’a été écrit. Choisissez un autre dossier.',
  backup_path_special:
    '[« {file} » ]est un lien, un dossier, un périphérique ou un tube : une sauvegarde ne s’écrit que dans un fichier ordinaire. Rien n’a été écrit. Choisissez un autre nom.',
  backup_folder_none: 'Aucun dossier n’est choisi pour les copies. Choisissez-en un dans les réglages.',
  backup_folder_absent:
    'Le dossier des copies[ « {folder} »] n’est pas là, ou un autre disque est à sa place. La sauvegarde du jour est faite sur cet ordinateur ; branchez la clé ou le disque, et la copie suivra.',
  backup_folder_full:
    'Il n’y a plus assez de place pour les copies[ dans « {folder} »]. La sauvegarde du jour est faite sur cet ordinateur ; libérez de la place ou gardez moins de copies, et la copie suivra.',
  backup_folder_read_only:
    'Griot ne peut pas écrire dans le dossier des copies[ « {folder} »]. La sauvegarde du jour est faite sur cet ordinateur ; retirez la protection contre l’écriture ou choisissez un autre dossier.',
  backup_folder_silent:
    'Le dossier des copies[ « {folder} »] ne répond pas[ ({reason})]. La sauvegarde du jour est faite sur cet ordinateur ; débranchez la clé ou le disque et rebranchez-le, ou choisissez un autre dossier.',
  listener_failed:
    'Griot ne peut pas écouter à cette adresse[ ({host}, port {port})]. Choisissez un autre port, ou fermez le programme qui l’utilise.',
  archive_closed: 'Cette lecture de l’archive est terminée. Ouvrez de nouveau l’archive pour la lire depuis le début.',
  auth: 'La passerelle refuse vos identifiants[ ({account})]. Rien n’est perdu : corrigez-les dans le compte, puis reprenez la campagne.',
  insufficient_funds:
    'Le crédit est épuisé[ chez {gateway}]. Ce qui reste à envoyer attend : rechargez votre compte, puis reprenez la campagne.',
  invalid_recipient: 'La passerelle refuse ce numéro. Rien n’a été débité ; vérifiez-le auprès de la personne.',
  rejected:
    'La passerelle a refusé le message[ : {detail}]. Pour réessayer, il lui faut un autre texte ou un autre expéditeur.',
  sender_refused:
    'La passerelle refuse l’expéditeur[ « {sender} »]. Faites-le valider chez elle, ou choisissez-en un autre.',
  text_refused: 'La passerelle refuse ce texte. Pour réessayer, il lui en faut un autre.',
  rate_limited: 'La passerelle demande d’attendre[ {seconds} s]. L’envoi reprend tout seul.',
  daily_limit:
    'La limite du jour est atteinte chez la passerelle. Ce qui reste à envoyer attend : reprenez demain, ou demandez-lui de la relever.',
  transient: 'La passerelle n’a pas pu être jointe. Rien n’est parti ; l’envoi se fera plus tard.',
  host_not_found:
    'Connexion impossible : l’adresse[ {host}] est introuvable. Vérifiez votre connexion à Internet. Ce qui n’est pas parti attend, rien n’est perdu.',
  connection_refused: 'La passerelle[ {host}] ne répond pas. Ce qui n’est pas parti attend, rien n’est perdu.',
  connect_timeout:
    'La passerelle[ {host}] met trop de temps à répondre. Ce qui n’est pas parti attend, rien n’est perdu.',
  tls_failed:
    'La connexion sécurisée avec la passerelle[ {host}] a échoué[ : {detail}]. Par prudence, rien n’a été envoyé. Vérifiez la date de l’ordinateur et l’adresse du compte.',
  connection_lost: 'La connexion a été perdue avant l’envoi. Ce qui n’est pas parti attend, rien n’est perdu.',
  unknown_outcome:
    'La passerelle n’a pas confirmé l’envoi. Un message sans confirmation est douteux : il ne sera jamais renvoyé sans votre accord.',
  no_answer:
    'La passerelle n’a pas répondu à temps. Un message sans confirmation est douteux : il ne sera jamais renvoyé sans votre accord.',
  connection_cut:
    'La connexion a été coupée pendant l’envoi. Un message sans confirmation est douteux : il ne sera jamais renvoyé sans votre accord.',
  answer_unreadable:
    'La réponse de la passerelle est illisible. Un message sans confirmation est douteux : il ne sera jamais renvoyé sans votre accord.',
  answer_html:
    'La passerelle a répondu par une page web au lieu d’un résultat. Un message sans confirmation est douteux : il ne sera jamais renvoyé sans votre accord.',
  answer_partial:
    'La passerelle n’a pas dit ce que ce message est devenu. Il est douteux : il ne sera jamais renvoyé sans votre accord.',
  gateway_failed:
    'La passerelle a signalé une panne[ ({status})] pendant l’envoi. Un message sans confirmation est douteux : il ne sera jamais renvoyé sans votre accord.',
  interrupted_sending:
    'Griot s’est arrêté pendant l’envoi. Un message sans confirmation est douteux : il ne sera jamais renvoyé sans votre accord.',
  absent_from_archive:
    'L’archive de la passerelle ne contient pas ce message : tout indique qu’il n’est pas parti. Il ne sera renvoyé que sur votre décision.',
  unclear_in_archive:
    'L’archive de la passerelle montre un SMS pour ce numéro, sans prouver que c’est celui-ci. Il reste douteux : il ne sera jamais renvoyé sans votre accord.',
  account_setup:
    'Votre compte chez la passerelle n’est pas prêt[ : {detail}]. Rien n’a été envoyé. Adressez-vous à la passerelle.',
  cancelled: 'Interrompu à votre demande.',
  keychain_unavailable:
    'Le trousseau de cet ordinateur n’est pas disponible. Vos contacts et l’historique restent accessibles ; pour envoyer, ouvrez le trousseau ou donnez les clés par des variables d’environnement.',
  keychain_locked: 'Le trousseau de cet ordinateur est verrouillé. Déverrouillez-le, puis recommencez.',
  campaign_busy:
    'Une autre fenêtre ou commande Griot envoie déjà cette campagne[ ({campaign})]. Mettez-la en pause là-bas, ou attendez la fin.',
  data_in_use:
    'Un autre Griot[ (processus {process})] a ouvert les données[ de « {path} »] : fenêtre, commande ou service. Rien n’a été changé. Fermez-le, puis recommencez.',
  data_replaced:
    'Une sauvegarde est en train d’être rétablie[ dans « {path} »]. Rien n’a été changé. Recommencez quand c’est terminé.',
  data_busy:
    'Un import ou un autre travail long est encore en cours. Rien n’a été changé. Attendez sa fin ou arrêtez-le, puis recommencez.',
  storage:
    'Les données ne peuvent pas être enregistrées[ ({path})]. L’envoi est arrêté ; aucun message ne part sans être noté.',
  disk_full:
    'Le disque est plein[ ({path})]. L’envoi est arrêté : aucun message ne part sans être noté. Libérez de la place, puis reprenez.',
  folder_read_only:
    'Griot ne peut pas écrire dans son dossier[ ({path})]. Vérifiez vos droits sur ce dossier, puis recommencez.',
  database_damaged:
    'Le fichier de données est abîmé[ ({path})]. Rien n’en est effacé ; vous pouvez revenir à la dernière sauvegarde.',
  database_newer:
    'Ces données viennent d’une version plus récente de Griot[ ({path})]. Installez la dernière version ; rien n’a été changé.',
  database_foreign:
    'Le fichier de données n’a pas été créé par Griot[ ({path})]. Rien n’y a été changé ; vous pouvez revenir à la dernière sauvegarde.',
  core_ended:
    'Le moteur de Griot s’est arrêté avant de répondre, et il redémarre. Vérifiez ce qui a été fait avant de recommencer.',
  internal:
    'Une erreur inattendue s’est produite. Par prudence, l’envoi s’arrête. Le journal en garde la trace pour l’assistance.',
}
