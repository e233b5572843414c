import { sankey, sankeyJustify, sankeyLinkHorizontal } from 'd3-sankey'
import { share, sum } from '~/lib/amounts'

/** The colours of money: the same meaning in every chart, table and document. */
export type MoneyColour = 'source' | 'artists' | 'causes' | 'costs' | 'vat' | 'fees' | 'waiting'

export type FlowNode = {
  id: string
  label: string
  colour: MoneyColour
}

export type FlowLink = {
  from: string
  to: string
  amountMicro: string
}

/** Where money comes from and goes to, as the page hands it to the picture. */
export type Flow = {
  nodes: FlowNode[]
  links: FlowLink[]
}

type PlacedNode = FlowNode & { x0: number; x1: number; y0: number; y1: number; depth: number }

/** Links of nothing disappear, and nodes that only such links reached. */
export function withoutNothing(flow: Flow): Flow {
  const links = flow.links.filter((link) => BigInt(link.amountMicro) > 0n)
  const used = new Set(links.flatMap((link) => [link.from, link.to]))
  return { nodes: flow.nodes.filter((node) => used.has(node.id)), links }
}

/** What passes through a node: what comes in, or for a source what goes out. */
export function amountOf(flow: Flow, id: string): string {
  const into = flow.links.filter((link) => link.to === id)
  const from = into.length ? into : flow.links.filter((link) => link.from === id)
  return sum(from.map((link) => link.amountMicro)).toString()
}

/** Keeps the largest and folds what follows into one line, so that every label has its place. */
export function largest<T extends { amountMicro: string }>(items: T[], count: number) {
  const sorted = [...items].sort((one, other) =>
    BigInt(other.amountMicro) > BigInt(one.amountMicro) ? 1 : -1
  )
  if (sorted.length <= count + 1) return { kept: sorted, others: 0, othersMicro: '0' }
  const rest = sorted.slice(count)
  return {
    kept: sorted.slice(0, count),
    others: rest.length,
    othersMicro: sum(rest.map((item) => item.amountMicro)).toString(),
  }
}

/**
 * Places a flow in a picture. Lengths are pixels; the room for labels is the caller's to measure.
 * Amounts become parts of the whole for the drawing alone.
 */
export function placeFlow(flow: Flow, room: { width: number; height: number; right: number }) {
  const whole = sum(flow.links.map((link) => link.amountMicro))
  const layout = sankey<FlowNode, { amountMicro: string; value: number }>()
    .nodeId((node) => node.id)
    .nodeAlign(sankeyJustify)
    .nodeSort(null)
    .linkSort(null)
    .nodeWidth(11)
    .nodePadding(24)
    .extent([
      [0, 26],
      [room.width - room.right, room.height - 28],
    ])
  const graph = layout({
    nodes: flow.nodes.map((node) => ({ ...node })),
    links: flow.links.map((link) => ({
      source: link.from,
      target: link.to,
      amountMicro: link.amountMicro,
      value: share(link.amountMicro, whole),
    })),
  })
  const path = sankeyLinkHorizontal()
  return {
    nodes: graph.nodes as unknown as PlacedNode[],
    links: graph.links.map((link) => {
      const source = link.source as unknown as PlacedNode
      const target = link.target as unknown as PlacedNode
      return {
        key: `${source.id}>${target.id}`,
        colour: target.colour,
        width: Math.max(1, link.width ?? 1),
        path: path(link as never) ?? '',
      }
    }),
  }
}

/** The same flow as a list, for narrow screens: each first destination with what it becomes. */
export function branchesOf(flow: Flow) {
  const sources = new Set(flow.nodes.map((node) => node.id))
  for (const link of flow.links) sources.delete(link.to)
  const firsts = flow.nodes.filter((node) =>
    flow.links.some((link) => link.to === node.id && sources.has(link.from))
  )
  return {
    sources: flow.nodes.filter((node) => sources.has(node.id)),
    branches: firsts.map((node) => ({
      node,
      amountMicro: amountOf(flow, node.id),
      children: flow.links
        .filter((link) => link.from === node.id)
        .map((link) => ({
          node: flow.nodes.find((candidate) => candidate.id === link.to)!,
          amountMicro: link.amountMicro,
        })),
    })),
  }
}
