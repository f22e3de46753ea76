/**
 * Draws the icons of every platform from resources/icons/griot.svg: PNGs by size (Linux, window, tray), icon.ico
 * (Windows) and icon.icns (macOS). Run it after changing the drawing: `node scripts/make-icons.ts`; commit the result.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import { encodeIcns, encodeIco, type IconImage } from './icon-containers.ts'

const resources = fileURLToPath(new URL('../resources/', import.meta.url))
const drawing = readFileSync(`${resources}icons/griot.svg`)

const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const icoSizes = [16, 24, 32, 48, 64, 128, 256]
const icnsSizes = [16, 32, 64, 128, 256, 512, 1024]
/** macOS draws icons in 824 of 1,024 pixels and leaves the rest empty (Apple, Human Interface Guidelines, App icons). */
const macShare = 824 / 1024

function draw(size: number, share = 1): IconImage {
  const inner = new Resvg(drawing, { fitTo: { mode: 'width', value: Math.round(size * share) } }).render().asPng()
  if (share === 1) return { size, png: inner }
  const edge = Math.round((size * (1 - share)) / 2)
  const side = Math.round(size * share)
  const framed = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
    <image x="${edge}" y="${edge}" width="${side}" height="${side}" href="data:image/png;base64,${inner.toString('base64')}"/>
  </svg>`
  return { size, png: new Resvg(framed).render().asPng() }
}

for (const size of pngSizes) writeFileSync(`${resources}icons/${size}x${size}.png`, draw(size).png)
writeFileSync(`${resources}icon.ico`, encodeIco(icoSizes.map((size) => draw(size))))
writeFileSync(`${resources}icon.icns`, encodeIcns(icnsSizes.map((size) => draw(size, macShare))))
