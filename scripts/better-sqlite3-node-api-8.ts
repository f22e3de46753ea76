/**
 * Makes a better-sqlite3 13.2 source tree build for Node-API 8, the one of Electron 25.
 *
 * It needs version 10 for one thing only: references to strings. Before 10 a reference can hold nothing but an object,
 * so each string is boxed in one.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const boxedString = `
class PersistentString {
public:
	PersistentString() {}
	explicit PersistentString(Napi::String value) {
		Napi::Object box = Napi::Object::New(value.Env());
		box.Set("v", value);
		ref = Napi::Persistent(box);
	}
	PersistentString(PersistentString&&) = default;
	PersistentString& operator=(PersistentString&&) = default;
	Napi::String Value() const { return ref.Value().Get("v").As<Napi::String>(); }
private:
	Napi::ObjectReference ref;
};
`

const changes: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'binding.gyp': [
    ['NAPI_VERSION=10', 'NAPI_VERSION=8'],
    ['-std=c++20', '-std=c++17'],
    ["'-flto'", "'-O2'"],
  ],
  'src/util/constants.cpp': [
    ['Napi::Reference<Napi::String>', 'PersistentString'],
    ['Napi::Persistent(InternalizedFromLatin1(env, str))', 'PersistentString(InternalizedFromLatin1(env, str))'],
  ],
  'src/util/bind-map.cpp': [
    ['Napi::Reference<Napi::String>', 'PersistentString'],
    ['Napi::Persistent(InternalizedFromUtf8(env, name, -1))', 'PersistentString(InternalizedFromUtf8(env, name, -1))'],
    ['Napi::Persistent(pair->name.Value())', 'PersistentString(pair->name.Value())'],
  ],
  'src/util/helpers.cpp': [['const Napi::Reference<Napi::String>& key', 'const PersistentString& key']],
}

/**
 * Edits the source tree at `folder` in place.
 * @throws Error when the tree isn't the one these changes were written for.
 */
export function patchForNodeApi8(folder: string) {
  for (const [file, edits] of Object.entries(changes)) {
    const path = join(folder, file)
    let source = readFileSync(path, 'utf8')
    for (const [from, to] of edits) {
      if (!source.includes(from)) {
        throw new Error(
          `${file}: expected “${from}”; this better-sqlite3 differs from 13.2, for which the change was written.`,
        )
      }
      source = source.replaceAll(from, to)
    }
    writeFileSync(path, source)
  }
  const helpers = join(folder, 'src/util/helpers.cpp')
  writeFileSync(helpers, boxedString + readFileSync(helpers, 'utf8'))
}
