/** The files of a drop: those that were dropped, and those in the folders that were. */

export interface DroppedFiles {
  readonly files: File[]
  /** Names of what was left: folders too deep, files beyond the most that are taken at once. */
  readonly left: string[]
}

const mostFiles = 50
const deepestFolder = 3
/** Files that systems and office programs leave beside people's own. */
const notPeoples = /^(?:\.|~\$|thumbs\.db$|desktop\.ini$)/i

export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFiles> {
  // entries are only there until the event is over
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const gathered: DroppedFiles = { files: [], left: [] }
  if (entries.length === 0) gathered.files.push(...transfer.files)
  for (const entry of entries) await gather(entry, gathered, 0)
  return gathered
}

async function gather(entry: FileSystemEntry, gathered: DroppedFiles, depth: number): Promise<void> {
  if (notPeoples.test(entry.name)) return
  const isLeft = entry.isDirectory ? depth >= deepestFolder : gathered.files.length >= mostFiles
  if (isLeft) {
    gathered.left.push(entry.name)
    return
  }
  try {
    if (isFile(entry)) gathered.files.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)))
    else if (isFolder(entry)) for (const inside of await entriesOf(entry)) await gather(inside, gathered, depth + 1)
  } catch {
    // it went away, or may not be read
    gathered.left.push(entry.name)
  }
}

/** By name, so that classes come in their order. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    all.push(...some)
  }
  return all.sort((left, right) => left.name.localeCompare(right.name, undefined, { numeric: true }))
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
