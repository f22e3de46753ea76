/**
 * The least that a gateway can be, in a process of its own: answers a KING SMS PRO send and a devcodesms batch as their
 * documents show an acceptance, and keeps nothing. Prints its port.
 */
import { createServer } from 'node:http'

let sent = 0

function answerOne(body) {
  const to = /(?:^|&)to=(\d+)/.exec(body)?.[1] ?? ''
  sent += 1
  return `{"result":{"messageId":"${587854667 + sent}","sender":"GRIOT","to":"${to}","message":"","route":"TG","type":"0","drl":"1","sms_count":1,"amount":10,"Currency":"XOF","status":"ACT"}}`
}

function answerBatch(body) {
  const sms = JSON.parse(body).phone.map((phone) => {
    sent += 1
    return `{"status":"success","smsclientid":"brk.ocm.${sent}","messageid":"brk.ocm.746082b9-${sent}","mobileno":"${phone}","errorcode":null,"errordescription":null,"total_sms_unit":1,"balance":100000}`
  })
  return `{"success":true,"status":200,"code":"success","title":"Réussite","msg":"","details":[{"responsecode":1,"responsedescription":"success","responsemessage":"success","sms":[${sms.join()}]}]}`
}

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const body = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString()
    const answer = Buffer.from(request.url === '/Send_sms_dev' ? answerBatch(body) : answerOne(body))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
    response.end(answer)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
