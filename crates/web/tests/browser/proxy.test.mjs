// The example of nginx in front of the program, as it stands in packaging/nginx.conf but for names, ports and certificate.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { browser, folder, serve, visitor } from './house.mjs'

const nginx = process.env.MAINSTAY_NGINX

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => done(port))
  })
})

test('behind nginx with TLS', { skip: nginx ? false : 'nginx is not installed' }, async () => {
  const [tls, plain, own] = [await freePort(), await freePort(), await freePort()]
  const url = `https://127.0.0.1:${tls}`
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`,
    '-days', '2', '-subj', '/CN=127.0.0.1'], { stdio: 'ignore' })
  const example = readFileSync(fileURLToPath(new URL('../../../../packaging/nginx.conf', import.meta.url)), 'utf8')
    .replace('listen 443 ssl', `listen 127.0.0.1:${tls} ssl`).replace('listen 80', `listen 127.0.0.1:${plain}`)
    .replaceAll('mainstay.example.gov.uk', '127.0.0.1').replaceAll('127.0.0.1:8080', `127.0.0.1:${own}`)
    .replace('/etc/ssl/mainstay.pem', `${folder}/cert.pem`).replace('/etc/ssl/mainstay.key', `${folder}/key.pem`)
    // The example is on the usual port, which a browser leaves out of what it sends.
    .replaceAll('proxy_set_header Host $host;', 'proxy_set_header Host $http_host;')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')
  writeFileSync(`${folder}/nginx.conf`, `daemon off;\npid ${folder}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${example}\n}\n`)
  execFileSync(nginx, ['-t', '-q', '-c', `${folder}/nginx.conf`])
  const house = await serve('--store', `${folder}/proxy.db`, 'serve', '--listen', `127.0.0.1:${own}`, '--public-url', url, '--proxy', '127.0.0.1')
  const proxy = spawn(nginx, ['-c', `${folder}/nginx.conf`], { stdio: 'ignore' })
  const chrome = await browser()
  try {
    const page = await visitor(chrome, url, { ignoreHTTPSErrors: true })
    for (let tries = 0; ; tries++) {
      try { await page.goto('/health'); break } catch (problem) {
        if (tries > 50) throw problem
        await new Promise((done) => setTimeout(done, 100))
      }
    }
    await page.goto(house.printed().match(/https:\S+\/set-up\/[0-9a-f]{64}/)[0])
    for (const [field, value] of [['code', '999'], ['council', 'Testshire'], ['name', 'boss'], ['shown', 'The Boss'], ['password', 'a quiet afternoon']]) {
      await page.fill(`#${field}`, value)
    }
    await page.click('main form button')
    await page.waitForURL((address) => address.pathname === '/')
    const [cookie] = await page.context().cookies()
    assert.deepEqual([cookie.name, cookie.secure, cookie.httpOnly, cookie.sameSite], ['__Host-mainstay', true, true, 'Lax'])
    const answer = await page.request.get('/')
    assert.match(answer.headers()['strict-transport-security'], /max-age/)
    const metrics = await page.request.get('/metrics')
    assert.equal(metrics.status(), 200, 'the monitoring of the same machine may ask')
    const moved = await page.request.get(`http://127.0.0.1:${plain}/`, { maxRedirects: 0 })
    assert.equal(moved.status(), 301)
  } finally {
    await chrome.close()
    proxy.kill('SIGQUIT')
    await house.stop()
  }
})
