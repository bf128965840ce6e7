import { canvasReadback } from './canvas'

/** What is copied of an element's style: all that says where it stands and how it is painted. */
const PROPERTIES = `
  display position top right bottom left float z-index box-sizing overflow width height margin-top margin-right
  margin-bottom margin-left padding-top padding-right padding-bottom padding-left flex-direction flex-wrap
  flex-shrink flex-grow align-items align-self align-content justify-content justify-items justify-self row-gap
  column-gap grid-template-columns grid-template-rows grid-column-start grid-row-start border-top-width
  border-right-width border-bottom-width border-left-width border-top-style border-right-style border-bottom-style
  border-left-style border-top-color border-right-color border-bottom-color border-left-color
  border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius color
  font-family font-size font-weight font-style font-variant-numeric line-height letter-spacing text-align
  text-overflow text-transform white-space overflow-wrap word-break direction unicode-bidi vertical-align
  text-decoration-line text-decoration-style text-decoration-color text-decoration-thickness text-underline-offset
  -webkit-line-clamp -webkit-box-orient background-color background-image background-repeat background-position
  background-size box-shadow opacity visibility transform transform-origin object-fit object-position fill stroke
  stroke-width stroke-linecap stroke-linejoin list-style-type clip-path
`
  .trim()
  .split(/\s+/)

const XHTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'

/**
 * An element of the page as a PNG, drawn by the browser itself from the element's own styles, fonts and pictures. Nothing
 * leaves the device. `pictures` has the bytes of each picture that it shows, as a data address by the address on the page:
 * a canvas on which a picture of another site was drawn cannot be read. `scale` is device pixels for a CSS pixel.
 * Null where the browser does not give back what was drawn.
 */
export async function drawElement(
  element: HTMLElement,
  pictures: ReadonlyMap<string, string>,
  scale: number,
): Promise<Blob | null> {
  if (canvasReadback() === 'tampered') return null
  const { width, height } = element.getBoundingClientRect()
  const [widthPixels, heightPixels] = [Math.ceil(width), Math.ceil(height)]
  const { fontFamily } = getComputedStyle(element)
  const fonts = await fontFaces(fontFamily)
  const heightWithSample = heightPixels + SAMPLE_HEIGHT_PIXELS
  const size = `width="${widthPixels * scale}" height="${heightWithSample * scale}" viewBox="0 0 ${widthPixels} ${heightWithSample}"`
  const sample = `<div style="font:${SAMPLE_HEIGHT_PIXELS}px/1 ${escaped(fontFamily)};color:#000">${SAMPLE}</div>`
  const markup = `<svg xmlns="${SVG}" ${size}><style>${escaped(fonts)}</style><foreignObject x="0" y="0" width="${widthPixels}" height="${heightWithSample}"><div xmlns="${XHTML}">${markupOf(element, pictures, true)}${sample}</div></foreignObject></svg>`
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`
  await image.decode()
  await untilFontsAreDrawn(image, heightPixels * scale)
  const canvas = document.createElement('canvas')
  canvas.width = widthPixels * scale
  canvas.height = heightPixels * scale
  const context = canvas.getContext('2d', { colorSpace: 'srgb' })
  if (!context) return null
  context.drawImage(image, 0, 0)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

/** A letter for each of the page's two fonts, on a line below the picture that is cut off. */
const SAMPLE = 'Hā'
const SAMPLE_HEIGHT_PIXELS = 32
const LOOK_AGAIN_AFTER_MILLISECONDS = 50
/** Longer than a browser leaves text undrawn for a font that does not come. */
const LOOKS_AT_MOST = 80

/** Waits until the fonts within an image are drawn: it counts as loaded before they are, and leaves their text out. */
async function untilFontsAreDrawn(image: HTMLImageElement, topPixels: number): Promise<void> {
  const side = image.naturalHeight - topPixels
  const canvas = document.createElement('canvas')
  canvas.width = side * 2
  canvas.height = side
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return
  const isDrawn = (left: number, width: number) =>
    context.getImageData(left, 0, width, side).data.some((value, at) => at % 4 === 3 && value > 0)
  for (let look = 0; look < LOOKS_AT_MOST; look += 1) {
    context.clearRect(0, 0, canvas.width, side)
    context.drawImage(image, 0, topPixels, side * 2, side, 0, 0, side * 2, side)
    // An H is at most as wide as high, and the other letter begins before and ends behind that.
    if (isDrawn(0, side / 4) && isDrawn(side * 0.75, side / 2)) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_AFTER_MILLISECONDS))
  }
}

/**
 * An element in XHTML, with its styles in it. Written as text: in the page itself its policy lets no element be given a
 * style attribute. What nobody sees, such as words for screen readers, is left away.
 */
function markupOf(element: Element, pictures: ReadonlyMap<string, string>, isRoot = false): string {
  const style = getComputedStyle(element)
  if (style.display === 'none' || element.localName === 'details' || isForScreenReaders(element, style))
    return ''
  const css = cssOf(style, pictures) + (isRoot ? ';position:static;margin:0;inset:auto' : '')
  if (element.namespaceURI === SVG) {
    const attributes = Array.from(element.attributes)
      .filter(({ name }) => name !== 'class' && name !== 'style' && name !== 'xmlns')
      .map(({ name, value }) => ` ${name}="${escaped(value)}"`)
      .join('')
    const children = Array.from(element.children, (child) => markupOf(child, pictures)).join('')
    return `<${element.localName} xmlns="${SVG}"${attributes} style="${escaped(css)}">${children}</${element.localName}>`
  }
  if (element instanceof HTMLImageElement) {
    const source = pictures.get(element.currentSrc) ?? pictures.get(element.src) ?? ''
    return source && `<img src="${escaped(source)}" style="${escaped(css)}"/>`
  }
  const children = Array.from(element.childNodes, (child) => {
    if (child instanceof Element) return markupOf(child, pictures)
    return child instanceof Text ? escaped(child.data) : ''
  })
  const dir = element.getAttribute('dir')
  return `<div${dir ? ` dir="${escaped(dir)}"` : ''} style="${escaped(css)}">${writtenBefore(element)}${children.join('')}</div>`
}

/** Text that is there for screen readers alone: a box of one pixel, out of the way of everything. */
const isForScreenReaders = (element: Element, { position, overflow }: CSSStyleDeclaration) =>
  position === 'absolute' && overflow === 'hidden' && element.getBoundingClientRect().width <= 1

/** Text that the style sheet writes before an element's own: drawn, and not to be read a second time. */
function writtenBefore(element: Element): string {
  const { content, color, fontWeight } = getComputedStyle(element, '::before')
  const [, attribute] = /^attr\(([\w-]+)\)$/.exec(content) ?? []
  const [, quoted] = /^"(.*)"$/s.exec(content) ?? []
  const text = attribute ? element.getAttribute(attribute) : quoted?.replace(/\\(["\\])/g, '$1')
  return text ? `<span style="color:${color};font-weight:${fontWeight}">${escaped(text)}</span>` : ''
}

function cssOf(style: CSSStyleDeclaration, pictures: ReadonlyMap<string, string>): string {
  return PROPERTIES.map((name) => {
    const value = style.getPropertyValue(name)
    return value && `${name}:${name === 'background-image' ? withOwnPicture(value, pictures) : value}`
  })
    .filter(Boolean)
    .join(';')
}

const withOwnPicture = (value: string, pictures: ReadonlyMap<string, string>) =>
  value.replace(/url\("([^"]*)"\)/g, (_, address: string) => `url("${pictures.get(address) ?? ''}")`)

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Made safe for XML, which has none of the control characters either. */
const escaped = (text: string) =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)

/** The page's own fonts among these families, with their bytes in them: a picture fetches nothing. */
async function fontFaces(families: string): Promise<string> {
  const rules = Array.from(document.styleSheets).flatMap((sheet) =>
    Array.from(sheet.cssRules).map((rule) => ({ rule, base: sheet.href ?? location.href })),
  )
  const faces = rules.flatMap(({ rule, base }) =>
    rule instanceof CSSFontFaceRule && families.includes(rule.style.getPropertyValue('font-family'))
      ? [withBytes(rule.cssText, base)]
      : [],
  )
  return (await Promise.all(faces)).join('\n')
}

async function withBytes(cssText: string, base: string): Promise<string> {
  const [whole = '', address = ''] = /url\("?([^")]+)"?\)/.exec(cssText) ?? []
  if (whole === '' || address.startsWith('data:')) return cssText
  const response = await fetch(new URL(address, base)).catch(() => null)
  if (!response?.ok) return ''
  const withFile = cssText.replace(whole, `url("${await dataAddress(await response.blob())}")`)
  // It is drawn once: there is no later moment at which another font could be swapped for this one.
  return withFile.replace(/font-display:\s*\w+/, 'font-display: block')
}

/** The bytes of a file as an address. */
export function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
