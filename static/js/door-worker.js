// Lets the door page open again without a connection: the network first, the copy of the last visit else, for half a day.
const NAME = 'door'
const LASTS = 12 * 3600 * 1000
const isDoor = url => /^\/desk\/sessions\/[a-z0-9]+\/door$/.test(url.pathname) && !url.search

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

async function fresh (request) {
  const answer = await fetch(request)
  if (answer.ok && !answer.redirected) {
    const cache = await caches.open(NAME)
    await cache.put(new URL(request.url).pathname, answer.clone())
  }
  return answer
}

async function copy (request) {
  const cache = await caches.open(NAME)
  const found = await cache.match(new URL(request.url).pathname)
  if (!found) return Response.error()
  const age = Date.now() - Date.parse(found.headers.get('Date') || 0)
  if (age < LASTS) return found
  await cache.delete(new URL(request.url).pathname)
  return Response.error()
}

async function still (request) {
  const cache = await caches.open(NAME)
  const found = await cache.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (isDoor(url)) event.respondWith(fresh(event.request).catch(() => copy(event.request)))
  else if (url.pathname.startsWith('/static/') || url.pathname.endsWith('/theme.css')) event.respondWith(still(event.request))
})
