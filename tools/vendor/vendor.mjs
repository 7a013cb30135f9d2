// Builds the vendored design system from the npm packages in package.json.
//
//   cd tools/vendor && npm ci && npm run vendor
//
// The output is committed; Node is needed only to renew it. Running it twice gives the same bytes.
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import cssnano from 'cssnano'
import postcss from 'postcss'
import rtlcss from 'rtlcss'

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, 'node_modules')
const out = resolve(process.argv[2] ?? join(here, '../../static/vendor/fds'))
const dkfds = join(modules, 'dkfds/dist')

// Where the three themes of dkfds differ they carry the theme's colour: this is what each stands for.
const THEME = { '#454545': 'var(--fds-primary)', '#1a1a1a': 'var(--fds-primary-dark)', white: 'var(--fds-header-bg)' }
const DEFAULTS = ':root{--fds-primary:#1f5a63;--fds-primary-dark:#123f47;--fds-header-bg:#fff}'
const STACK = '"IBM Plex Sans","Noto Sans Arabic","Noto Sans Ethiopic",system-ui,sans-serif'
// Weights 500 and 600 are asked for too; the browser picks 400 and 700 for them, which looks right and saves six files.
const WEIGHTS = [400, 700]
const FONTS = [
  { name: 'ibm-plex-sans', subsets: ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext'] },
  { name: 'noto-sans-arabic', subsets: ['arabic'] },
  { name: 'noto-sans-ethiopic', subsets: ['ethiopic'] },
]
// We draw our own pictograms, and show no logo from the package.
const UNWANTED = /^\.(icon-[a-z0-9-]+:not\(a\)|inline-svg)$|\.logo$/

const read = path => readFileSync(path, 'utf8')
const version = name => JSON.parse(read(join(modules, name, 'package.json'))).version

function declarations (root) {
  const found = []
  root.walkDecls(decl => { if (decl.parent.name !== 'font-face') found.push(decl) })
  return found
}

function paintWithVariables (neutral, others) {
  const ours = declarations(neutral)
  const theirs = others.map(declarations)
  if (theirs.some(list => list.length !== ours.length)) throw new Error('the themes no longer line up')
  let painted = 0
  ours.forEach((decl, i) => {
    if (theirs.every(list => list[i].value === decl.value) || decl.value.includes('url(')) return
    const colour = Object.keys(THEME).find(key => decl.value.toLowerCase().includes(key))
    if (!colour) throw new Error(`unknown theme colour: ${decl.parent.selector} ${decl}`)
    decl.value = decl.value.replace(new RegExp(colour, 'i'), THEME[colour])
    painted += 1
  })
  return painted
}

function stripAndRewrite (root) {
  const images = new Set()
  root.walkAtRules('font-face', rule => { rule.remove() })
  root.walkRules(rule => {
    const kept = rule.selectors.filter(selector => !UNWANTED.test(selector))
    if (kept.length === 0) rule.remove()
    else if (kept.length < rule.selectors.length) rule.selectors = kept
  })
  root.walkDecls(decl => {
    if (decl.prop === 'font-family' && decl.value.includes('IBM Plex Sans')) decl.value = STACK
    decl.value = decl.value.replace(/url\("?\.\.\/img\/([^")]+)"?\)/g, (_, path) => {
      images.add(path)
      return `url("img/${basename(path)}")`
    })
  })
  return images
}

async function minify (css, note) {
  const result = await postcss([cssnano({ preset: ['default', { discardComments: { removeAll: true }, svgo: false }] })])
    .process(css, { from: undefined })
  return `/*! ${note} */\n${DEFAULTS}\n${result.css.replace('@charset "utf-8";', '').replace('@charset "UTF-8";', '')}\n`
}

function fonts () {
  const faces = []
  for (const { name, subsets } of FONTS) {
    for (const weight of WEIGHTS) {
      postcss.parse(read(join(modules, '@fontsource', name, `${weight}.css`))).walkAtRules('font-face', face => {
        const value = prop => face.nodes.find(node => node.prop === prop).value
        const file = /\.\/files\/([^)]+\.woff2)/.exec(value('src'))[1]
        if (!subsets.some(subset => file === `${name}-${subset}-${weight}-normal.woff2`)) return
        cpSync(join(modules, '@fontsource', name, 'files', file), join(out, 'fonts', file))
        faces.push(`@font-face{font-family:${value('font-family').replaceAll("'", '"')};font-style:normal;` +
          `font-display:swap;font-weight:${weight};src:url("fonts/${file}") format("woff2");` +
          `unicode-range:${value('unicode-range')}}`)
      })
    }
    cpSync(join(modules, '@fontsource', name, 'LICENSE'), join(out, `LICENSE-${name}.txt`))
  }
  return `/*! IBM Plex Sans, Noto Sans Arabic, Noto Sans Ethiopic: SIL Open Font License 1.1 */\n${faces.join('\n')}\n`
}

function everyFile (folder) {
  return readdirSync(folder).sort().flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? everyFile(path) : [path]
  })
}

function versions () {
  const packages = ['dkfds', ...FONTS.map(font => `@fontsource/${font.name}`)].map(name => `${name} ${version(name)}`)
  const sums = everyFile(out).map(path =>
    `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${relative(out, path)}`)
  return [...packages, '', ...sums, ''].join('\n')
}

rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, 'fonts'), { recursive: true })
mkdirSync(join(out, 'img'))

const [neutral, ...others] = ['dkfds.css', 'dkfds-borgerdk.css', 'dkfds-virkdk.css']
  .map(file => postcss.parse(read(join(dkfds, 'css', file))))
const painted = paintWithVariables(neutral, others)
const images = stripAndRewrite(neutral)
for (const path of images) cpSync(join(dkfds, 'img', path), join(out, 'img', basename(path)))

const note = `Det Fælles Designsystem ${version('dkfds')}, MIT; icons Apache-2.0; rebuilt by tools/vendor`
const plain = neutral.toString()
writeFileSync(join(out, 'fds.css'), await minify(plain, note))
writeFileSync(join(out, 'fds.rtl.css'), await minify(rtlcss.process(plain), note))
writeFileSync(join(out, 'fonts.css'), fonts())
cpSync(join(modules, 'dkfds/LICENSE.md'), join(out, 'LICENSE-dkfds.md'))
cpSync(join(here, 'LICENSE-apache-2.0.txt'), join(out, 'LICENSE-apache-2.0.txt'))
writeFileSync(join(out, 'VERSIONS.txt'), versions())
console.log(`${painted} theme colours, ${images.size} images, ${everyFile(out).length} files`)
