/**
 * The floor that sending is compared with: a bare node:http keep-alive loop, the same requests (built beforehand), as many
 * at a time, answers read and thrown away. `sending-floor.mjs PORT one|batch MESSAGES` prints one JSON line.
 */
import http from 'node:http'

const [port, mode, count] = process.argv.slice(2)
const batch = mode === 'batch' ? 50 : 1
const concurrency = 32
const requests = Math.ceil(Number(count) / batch)
const text = 'Bonjour Client 12345, votre facture de 25 000 FCFA est prête.'
const body = Buffer.from(
  mode === 'batch'
    ? JSON.stringify({
        api_key: 'key',
        sender: 'GRIOT',
        phone: Array.from({ length: batch }, (_, index) => `+2376${70_000_000 + index}`),
        message: Array.from({ length: batch }, () => text),
      })
    : new URLSearchParams({ from: 'GRIOT', to: '237670000000', type: '0', message: text, dlr: '1' }).toString(),
)
const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency })
const options = {
  agent,
  host: '127.0.0.1',
  port: Number(port),
  method: 'POST',
  path: mode === 'batch' ? '/Send_sms_dev' : '/sms/send',
  headers: {
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    'content-type': mode === 'batch' ? 'application/json' : 'application/x-www-form-urlencoded; charset=utf-8',
    'content-length': body.length,
    ...(mode === 'batch' ? {} : { apikey: 'key', clientid: '1' }),
  },
}

const send = () =>
  new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      response.on('data', () => undefined)
      response.on('end', resolve)
    })
    request.on('error', reject)
    request.end(body)
  })

let left = requests
async function work() {
  while (left > 0) {
    left -= 1
    await send()
  }
}
const started = performance.now()
const processor = process.cpuUsage()
await Promise.all(Array.from({ length: concurrency }, work))
const milliseconds = performance.now() - started
const { user, system } = process.cpuUsage(processor)
agent.destroy()
const messages = requests * batch
console.log(
  JSON.stringify({
    perSecond: Math.round(messages / (milliseconds / 1000)),
    cpuMicroseconds: Math.round(((user + system) / messages) * 10) / 10,
  }),
)
