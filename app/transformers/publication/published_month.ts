import type {
  PublishedApproval,
  PublishedFile,
  PublishedMonth,
} from '#services/publication/queries/published_months'

type Parts = {
  approvals: PublishedApproval[]
  files: PublishedFile[]
  revisions: PublishedMonth[]
}

const pageOf = (month: PublishedMonth, latest: number) =>
  month.revision === latest
    ? `/publication/${month.period}`
    : `/publication/${month.period}?revision=${month.revision}`

export function fileUrl(
  month: Pick<PublishedMonth, 'period' | 'revision'>,
  file: Pick<PublishedFile, 'kind' | 'name'>
): string {
  return `/publication/${month.period}/r${month.revision}/${file.kind}/${file.name}`
}

/** A month in one line of the public register. */
export function presentSummary(month: PublishedMonth) {
  return {
    period: month.period,
    revision: month.revision,
    state: month.state,
    publishedAt: month.publishedAt,
    totals: month.report.totals,
    subscribers: Number(month.report.counts.subscribers),
  }
}

/** How a month can be checked: its fingerprints, its place on the chain, its files. */
export function presentPublication(month: PublishedMonth, parts: Parts) {
  const latest = parts.revisions[0]?.revision ?? month.revision
  return {
    publishedAt: month.publishedAt,
    root: month.root,
    docHash: month.docHash,
    leafCount: month.leafCount,
    chainId: month.chain?.chainId ?? 0,
    contract: month.chain?.contract ?? '',
    tx: month.chain?.tx ?? null,
    blockNumber: month.chain?.blockNumber ?? null,
    costMicro: month.chain?.costMicro ?? null,
    approvals: parts.approvals,
    files: parts.files.map((file) => ({
      name: file.name,
      url: fileUrl(month, file),
      byteLength: file.byteLength,
      sha256: file.sha256,
    })),
    revisions: parts.revisions.map((one) => ({
      revision: one.revision,
      publishedAt: one.publishedAt,
      url: pageOf(one, latest),
    })),
  }
}

/** A month for scripts: stable names, snake case, amounts as decimal strings. */
export function presentApiMonth(month: PublishedMonth) {
  const { chain } = month
  return {
    period: month.period,
    revision: month.revision,
    published_at: month.publishedAt,
    root: month.root,
    doc_hash: month.docHash,
    statements: month.leafCount,
    totals: month.report.totals,
    chain: chain && {
      chainId: chain.chainId,
      contract: chain.contract,
      revision: month.revision,
      tx: chain.tx,
      block: chain.blockNumber,
      cost_micro: chain.costMicro,
    },
    report_url: fileUrl(month, { kind: 'public', name: 'report.json' }),
  }
}
