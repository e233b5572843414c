import AgendaItem from '#models/governance/agenda_item'
import Resolution from '#models/governance/resolution'

export type AgendaPoint = {
  id: string
  title: string
  text: string
  proposedByMemberId: string | null
  resolutions: Resolution[]
}

/** The agenda in its order, each point with its resolutions and who stands in their elections. */
export async function agendaOf(assemblyId: string): Promise<AgendaPoint[]> {
  const [items, resolutions] = await Promise.all([
    AgendaItem.query().where({ assemblyId }).orderBy('position'),
    Resolution.query()
      .where({ assemblyId })
      .preload('candidates', (query) => query.preload('member').orderBy('position'))
      .orderBy('number'),
  ])
  return items.map(({ id, title, text, proposedByMemberId }) => ({
    ...{ id, title, text, proposedByMemberId },
    resolutions: resolutions.filter(({ agendaItemId }) => agendaItemId === id),
  }))
}
