import type { Component, DefineComponent } from 'vue'

type PageModule = { default: DefineComponent }
type Loaders = Record<string, () => Promise<unknown>>

/** Pages of one person's own affairs; everything else is public unless it says otherwise. */
const SUBSCRIBER = ['royalties/my_month', 'royalties/causes', 'subscriptions/mine', 'tracker/mine']
const ARTIST = ['royalties/my_statement', 'licensing/mine']
const MEMBER = [
  'membership/mine',
  'membership/mine_none',
  'shares/mine',
  'governance/mine',
  'shares/exit',
  'governance/past',
  'governance/proxies',
  'governance/meeting',
]

/** `<domain>/office/…` and `office/…` go through the office's door. */
function layoutOf(name: string): () => Promise<{ default: Component }> {
  if (/(^|\/)office\//.test(name)) return () => import('~/layouts/office.vue')
  if (SUBSCRIBER.includes(name)) return () => import('~/layouts/subscriber.vue')
  if (ARTIST.includes(name)) return () => import('~/layouts/artist.vue')
  if (MEMBER.includes(name)) return () => import('~/layouts/member.vue')
  return () => import('~/layouts/public.vue')
}

/** Loads a page and, unless it names one with `defineOptions({ layout })`, the layout of its folder. */
export async function resolvePage(pages: Loaders, name: string): Promise<DefineComponent> {
  const load = pages[`./pages/${name}.vue`]
  if (!load) throw new Error(`There is no page "${name}" in inertia/pages`)
  const [page, layout] = await Promise.all([load() as Promise<PageModule>, layoutOf(name)()])
  ;(page.default as { layout?: Component }).layout ??= layout.default
  return page.default
}
