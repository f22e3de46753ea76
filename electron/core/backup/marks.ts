/** Facts of backups that a database notes about itself (storage/setting.ts). */

/** In a copy: when it was made, epoch ms. */
export const madeAtMark = 'backup-made-at'
/** How the last copy to the chosen folder went, as JSON. */
export const folderCopyMark = 'folder-copy'
