/**
 * The few words that main and the preload script must agree on. Apart from the contract, so that the preload script
 * (which must stay small and load fast) carries no schema.
 */

export const requestChannel = 'griot:request'
export const eventChannel = 'griot:event'
/** A file that the person dropped on the window or picked in it. */
export const fileChosenChannel = 'griot:file-chosen'

/** Main hands the names of the contract to the sandboxed preload script as arguments: `--griot-requests=a,b,c`. */
export const requestNamesArgument = '--griot-requests='
export const eventNamesArgument = '--griot-events='
/** Main also says which language it takes for the system's: `--griot-language=fr`. */
export const systemLanguageArgument = '--griot-language='

/** What people copy elsewhere (passwords, say) is read only right after a click or a key in the window. */
export const clipboardRequest = 'clipboard.readText'
