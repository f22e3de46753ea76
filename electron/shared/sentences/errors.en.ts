/**
 * What every error says to people, in English: what happened, what it means for money or recipients, what to do.
 * `{x}` is filled from the error's params; a part in square brackets is left out where a param of it is missing.
 */
import type { ErrorCode } from '../errors'

export const errorSentences: Readonly<Record<ErrorCode, string>> = {
  config: 'This cannot be done as asked[: {detail}]. Check the settings and try again.',
  usage: 'The command is not written correctly[: {detail}]. “griot --help” shows how.',
  unknown_gateway: 'Unknown gateway[: “{gateway}”]. “griot gateways” lists them.',
  unknown_account: 'This account does not exist[: “{account}”]. Check its name in the list of accounts.',
  account_exists: 'An account already has this name[: “{account}”]. Choose another name.',
  name_invisible:
    'The name[ “{name}”] holds a character that does not show[ ({characters})]. Type it again without it.',
  account_name_invalid:
    'This account name will not do[: “{account}”]. Use 1 to 40 letters, digits, spaces, dots or dashes.',
  account_in_use:
    'The account[ “{account}”] is used by a campaign that has not ended[: “{campaign}”]. Finish or cancel it first.',
  base_url_invalid: 'This address is not valid[: {url}]. Write a whole address, such as https://example.com/api.',
  base_url_insecure: 'This address is not safe[: {url}]. It must start with https://, except on this computer.',
  account_unconfirmed:
    'The account[ “{account}”] comes from a backup and would talk to another address[: {url}]. Nothing is sent there before you confirm it in the account[, or with “{command}”].',
  secret_other_origin:
    'The key[ of “{account}”] was entered for another address than this one[: {url}]. Enter it again, or put the former address back.',
  secret_missing:
    'A credential is missing[: “{field}” of account “{account}”]. Enter it in the account[, or give it in the variable {variable}].',
  secret_too_long:
    'These credentials are too long for the Windows keychain[: at most {limit} bytes for one account]. Check that you have not pasted something else.',
  secret_broken: 'A line break cuts this credential[: “{field}”]. Copy it again, whole and alone.',
  sender_missing: 'The sender is missing. Enter the name that your recipients will see on their phones.',
  sender_invalid:
    'The sender[ “{sender}”] does not suit this gateway. [{limit} characters at most. ][Not allowed: {characters} ]Correct it before sending.',
  not_offered: 'Not offered by this gateway[ ({gateway})].',
  price_invalid: 'This price is not valid[: {price}]. Write a number, such as 15 or 12.5.',
  country_unknown: 'Unknown country[: {country}]. Write its two-letter code, such as CM or CI.',
  date_invalid: 'This date is not valid[: {date}]. Write it like 2026-12-01 or 2026-12-01T09:00.',
  date_past: 'This date has already passed[: {date}]. Choose one in the future.',
  zone_unknown:
    'The time zone that this computer is set to is not known[: TZ={zone}]. Times are read as UTC. Write it like Africa/Douala.',
  unknown_campaign: 'This campaign does not exist[: {campaign}]. Check its number in the list of campaigns.',
  campaign_state: 'This cannot be done to a campaign in this state[ ({state})].',
  update_while_sending: 'A campaign is being sent. Pause it or wait until it ends, then install the update.',
  campaign_not_due:
    'The time of this campaign has not come yet[ ({campaign})]: it leaves by itself then. To send it earlier, change its time in the window.',
  only_doubtful:
    'Nothing is left to send again but doubtful messages, which may have arrived[ (campaign {campaign})]. Settle them first.',
  nothing_failed: 'No message of this campaign failed or was refused[ ({campaign})]: there is nothing to send again.',
  no_recipients: 'There is nobody to send to. Add recipients, or correct those that are left out.',
  account_missing: 'No account is chosen for this campaign. Choose the account that will send it.',
  confirmation_needed:
    'The number of recipients has changed[: it is now {recipients}]. Nothing was sent. Check the bill and confirm again.',
  unknown_contact: 'There is no such contact[: {phone}]. Check the number in the list of contacts.',
  contact_exists: 'Another contact already has the number {phone}. Open that contact, or merge the two.',
  unknown_group: 'This group does not exist[: “{group}”]. Check its name in the list of groups.',
  group_exists: 'A group already has this name[: “{group}”]. Choose another name.',
  unknown_template: 'This template does not exist[: “{template}”]. Refresh the list.',
  template_exists: 'A template already has this name[: “{template}”]. Choose another name.',
  unknown_message: 'This message is no longer in the history.',
  undo_expired: 'It is too late to undo this removal. What was removed is still in the last backup.',
  phone_invalid: 'This number is not valid[: “{phone}”]. Write it with its country code, such as +237 6 77 12 34 56.',
  phone_opted_out:
    'This number[ {phone}] has opted out, so nothing is sent to it. Remove it from the opt-outs first, or use another number.',
  schedule_invalid:
    'This schedule is not valid[: {detail}]. Choose a date in the future and a repetition from the list.',
  template_empty: 'The message is empty. Write the text to send.',
  template_too_long: 'The message is too long[: {length} characters, {limit} at most]. Shorten it.',
  message_too_long: 'The message[ of line {line}][ of {file}] takes {segments} SMS, {limit} at most. Shorten the text.',
  template_syntax:
    'The message has an error[ on line {line}][, column {column}][: {detail}]. Correct it before sending.',
  template_column_unknown:
    'No column is called “{heading}”.[ Did you mean “{suggestion}”?] Correct the message, or choose another file.',
  template_filter_unknown:
    'There is no filter “{filter}”[ (line {line}, column {column})]. Remove it, or choose one from the list.',
  where_syntax:
    'The condition[ “{where}”] cannot be read[, at character {column}][: {detail}]. Correct it, for example “Balance > 0”.',
  where_column_unknown:
    'No column is called “{heading}”[ (condition “{where}”)].[ Did you mean “{suggestion}”?] Correct the condition.',
  numbers_ambiguous:
    'The condition “{condition}” depends on numbers that can be read in two ways[: “{value}”, line {line}][ ({count} in all)]. Say whether the comma or the point is the decimal sign (--decimal comma or --decimal point).',
  dates_ambiguous:
    'In the column “{heading}”, dates can be read in two ways[: “{value}”, line {line}][ ({count} in all)]. Say whether the day or the month comes first (--dates day or --dates month).',
  dates_column_missing: 'The list[ “{file}”] has no column “{heading}”. Choose a column of dates that every list has.',
  no_personal_dates:
    'This campaign has no date for each person, so it has no calendar. Its times are shown with the campaign itself.',
  dates_none: 'The column “{heading}” holds no date that can be read. Choose another column.',
  dates_unusable:
    'For the date {date}, some rows of the list ({count}) cannot get a message: number or text to correct. Nothing was sent. Correct the list, then have it read again.',
  file_not_chosen: 'Griot only opens files that you have chosen yourself. Choose it again[: “{file}”].',
  file_not_found: 'The file[ “{file}”] was not found. Check its name and place.',
  file_is_folder: '[“{file}” ]is a folder. Choose a CSV or Excel file.',
  file_unreadable:
    'The file[ “{file}”] cannot be read. Close it in other programs and check that you have access to it.',
  file_empty: 'The file[ “{file}”] is empty. Choose a file that contains recipients.',
  file_binary: '[“{file}” ]is not a table[ (line {line})]. Save it as CSV or XLSX from your spreadsheet program.',
  file_too_large: 'The file[ “{file}”] is too large. Save it as CSV, or split it into several files.',
  file_old_excel:
    '[“{file}” ]is a table of an old format that cannot be read here. Open it in Excel, then File, Save As, Excel Workbook (*.xlsx).',
  file_web_page:
    '[“{file}” ]is a web page without a table. Export the list again from the program or site that it comes from.',
  file_excel_damaged:
    'The Excel file[ “{file}”] is damaged[ (line {line})]. Open it in your spreadsheet program and save it again.',
  file_excel_protected: 'The Excel file[ “{file}”] is protected by a password. Save it without one and try again.',
  file_line_too_long:
    '[Line {line} ][of “{file}” ]is over a million characters long. Check that this is a list of recipients.',
  file_too_many_columns:
    'Line {line}[ of “{file}”] has more than {most} columns, so it is no table that Griot can read. Check the separator, or remove columns that are not needed.',
  file_no_phone_column: 'No column of phone numbers was found[ in “{file}”]. Say which one holds the numbers.',
  file_column_unknown: 'No column is called “{column}”[ in “{file}”].[ Columns found: {columns}.]',
  file_encoding_unknown: 'This character encoding is unknown[: {encoding}]. Choose one from the list.',
  file_sheet_unknown: 'There is no sheet[ “{sheet}”][ in “{file}”]. Choose one from the list.',
  file_vcard_cut:
    'The contacts file[ “{file}”] ends in the middle of a contact[ (line {line})]. Export the contacts again and retry.',
  file_header_row_unknown:
    'Line {row}[ of “{file}”] is empty or does not exist, so it cannot hold the headings. Choose another line.',
  file_changed: 'The file[ “{file}”] changed while it was read. Nothing was imported. Try again once it is saved.',
  file_changed_since: 'The file[ “{file}”] has changed since it was read. Choose it again to read it as it is now.',
  source_forgotten: 'Griot no longer has what it needs to read this list again. Add it again; what was read is kept.',
  list_heading_gone:
    'The column “{heading}” is no longer in[ “{file}”]. Nothing was sent. Put this heading back into the file, or choose the right file, then have the list read again.',
  list_layout_changed:
    'The table[ “{file}”] no longer has the same shape: heading row or number of columns. Nothing was sent. Restore the file or choose another one, then have the list read again.',
  list_shrunk:
    'Usable rows of the list[ “{file}”]: {usable}, against {before} last time. Nothing was sent. If that is right, accept the list; else choose the right file.',
  list_corrections_lost:
    'In the list[ “{file}”], corrections of numbers do not find their row for certain (how many: {count}[, line: {lines}]). Nothing was sent. Correct the file and have the list read again, or accept it without your corrections.',
  file_write_failed:
    'The file[ “{file}”] cannot be written. Choose another folder, and close the file if it is open elsewhere.',
  file_exists: 'The file[ “{file}”] already exists. Choose another name.',
  backup_invalid: '[“{file}” ]is not a valid Griot backup. Nothing was changed.',
  backup_foreign:
    '[“{file}” ]holds something that Griot did not put there[: {what}]. It is not restored, and nothing was changed. Choose another backup.',
  backup_is_database: '[“{file}” ]is the database itself, not a backup of it. Nothing was changed. Choose a backup.',
  backup_damaged:
    '[“{file}” ]is damaged or incomplete: the copy stopped before its end, or the drive is wearing out. Nothing was changed. Choose another backup.',
  backup_unverified:
    'The copy[ “{file}”] was read back and does not hold what was written: it was removed. The stick or drive is wearing out; choose another one.',
  backup_passphrase_needed: 'This backup[ (“{file}”)] is protected by a passphrase. Give it[, or add {option}].',
  backup_passphrase_wrong:
    'The passphrase is not the one of this backup[ (“{file}”)]. Nothing was changed. Check capitals and keyboard language, then try again.',
  backup_passphrase_short:
    'This passphrase is too short: it needs {least} characters at least. Four or five unrelated words do well.',
  backup_passphrase_environment:
    'On this computer {variable} gives another passphrase, and copies are made with that one. Type the same, or remove the variable.',
  backup_path_own:
    '[“{file}” ]is among Griot’s own files, which it replaces and clears away. Nothing was written. Choose another folder.',
  backup_path_special:
    '[“{file}” ]is a link, a folder, a device or a pipe: a backup is written to a plain file only. Nothing was written. Choose another name.',
  backup_folder_none: 'No folder is chosen for copies. Choose one in the settings.',
  backup_folder_absent:
    'The folder for copies[ “{folder}”] is not there, or another drive is in its place. Today’s backup is made on this computer; plug the stick or drive in, and the copy will follow.',
  backup_folder_full:
    'There is not enough space left for copies[ in “{folder}”]. Today’s backup is made on this computer; free some space or keep fewer copies, and the copy will follow.',
  backup_folder_read_only:
    'Griot cannot write to the folder for copies[ “{folder}”]. Today’s backup is made on this computer; remove the write protection or choose another folder.',
  backup_folder_silent:
    'The folder for copies[ “{folder}”] does not answer[ ({reason})]. Today’s backup is made on this computer; unplug the stick or drive and plug it in again, or choose another folder.',
  listener_failed:
    'Griot cannot listen at this address[ ({host}, port {port})]. Choose another port, or close the program that uses it.',
  archive_closed: 'This reading of the archive has ended. Open the archive again to read it from the start.',
  auth: 'The gateway refuses your credentials[ ({account})]. Nothing is lost: correct the key in the account, then resume the campaign.',
  insufficient_funds:
    'The credit is used up[ at {gateway}]. What remains to be sent waits: top up your account, then resume the campaign.',
  invalid_recipient: 'The gateway refuses this number. Nothing was charged for it; check it with the person.',
  rejected: 'The gateway refused the message[: {detail}]. To try again, it needs another text or another sender.',
  sender_refused: 'The gateway refuses the sender[ “{sender}”]. Have it approved there, or choose another.',
  text_refused: 'The gateway refuses this text. To try again, it needs another one.',
  rate_limited: 'The gateway asks to wait[ {seconds} s]. Sending goes on by itself.',
  daily_limit:
    'The gateway’s daily limit is reached. What remains to be sent waits: resume tomorrow, or ask the gateway to raise it.',
  transient: 'The gateway could not be reached. Nothing left this computer; it will be sent later.',
  host_not_found:
    'No connection: the address[ {host}] was not found. Check your Internet connection. What has not left waits, nothing is lost.',
  connection_refused: 'The gateway[ {host}] does not answer. What has not left waits, nothing is lost.',
  connect_timeout: 'The gateway[ {host}] takes too long to answer. What has not left waits, nothing is lost.',
  tls_failed:
    'The secure connection to the gateway[ {host}] failed[: {detail}]. To be safe, nothing was sent. Check this computer’s date and the account’s address.',
  connection_lost: 'The connection was lost before sending. What has not left waits, nothing is lost.',
  unknown_outcome:
    'The gateway did not confirm. A message without confirmation is doubtful: it is never sent again without your consent.',
  no_answer:
    'The gateway did not answer in time. A message without confirmation is doubtful: it is never sent again without your consent.',
  connection_cut:
    'The connection was cut while sending. A message without confirmation is doubtful: it is never sent again without your consent.',
  answer_unreadable:
    'The gateway’s answer cannot be read. A message without confirmation is doubtful: it is never sent again without your consent.',
  answer_html:
    'The gateway answered with a web page instead of a result. A message without confirmation is doubtful: it is never sent again without your consent.',
  answer_partial:
    'The gateway did not say what became of this message. It is doubtful: it is never sent again without your consent.',
  gateway_failed:
    'The gateway reported a failure[ ({status})] while sending. A message without confirmation is doubtful: it is never sent again without your consent.',
  interrupted_sending:
    'Griot stopped while sending. A message without confirmation is doubtful: it is never sent again without your consent.',
  absent_from_archive:
    'The gateway’s archive does not hold this message: everything says that it was not sent. It is sent again only if you decide so.',
  unclear_in_archive:
    'The gateway’s archive shows an SMS to this number, without proving that it is this one. It stays doubtful: it is never sent again without your consent.',
  account_setup: 'Your account at the gateway is not ready[: {detail}]. Nothing was sent. Ask the gateway.',
  cancelled: 'Stopped as you asked.',
  keychain_unavailable:
    'This computer’s keychain is not available. Contacts and history stay readable; to send, open the keychain or give the keys in environment variables.',
  keychain_locked: 'This computer’s keychain is locked. Unlock it and try again.',
  campaign_busy:
    'Another Griot window or command is already sending this campaign[ ({campaign})]. Pause it there, or wait until it ends.',
  data_in_use:
    'Another Griot[ (process {process})] has the data[ of “{path}”] open: window, command or service. Nothing was changed. Close it, then try again.',
  data_replaced: 'A backup is being put back[ in “{path}”]. Nothing was changed. Try again once that has ended.',
  data_busy:
    'An import or other long work is still running. Nothing was changed. Wait for its end or stop it, then try again.',
  storage: 'The data cannot be saved[ ({path})]. Sending has stopped; no message leaves without being noted.',
  disk_full:
    'The disk is full[ ({path})]. Sending has stopped: no message leaves without being noted. Free some space, then resume.',
  folder_read_only: 'Griot cannot write to its folder[ ({path})]. Check your rights on this folder and try again.',
  database_damaged:
    'The data file is damaged[ ({path})]. Nothing of it is deleted; you can go back to the last backup.',
  database_newer:
    'This data comes from a newer version of Griot[ ({path})]. Install the latest version; nothing was changed.',
  database_foreign:
    'The data file was not made by Griot[ ({path})]. Nothing of it was changed; you can go back to the last backup.',
  core_ended:
    'The engine of Griot stopped before it answered, and starts again. See what was done before you repeat it.',
  internal: 'Something unexpected happened. To be safe, sending stops. The log keeps the details for support.',
}
