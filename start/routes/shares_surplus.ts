/** The year's surplus, its accounts, and the co-operative review. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { shares } = controllers

router
  .group(() => {
    const { office } = shares
    router.get('surplus', [office.Surplus, 'index']).as('surplus.index')
    router.post('surplus', [office.Surplus, 'store']).as('surplus.store')
    router
      .group(() => {
        router.post('vote', [office.SurplusVotes, 'store']).as('surplus.vote')
        router.post('discard', [office.SurplusVotes, 'destroy']).as('surplus.discard')
      })
      .prefix('surplus/:id')
      .where('id', router.matchers.uuid())
    router.post('accounts', [office.AnnualAccounts, 'store']).as('accounts.store')
    router.post('bond-yields', [office.AnnualAccounts, 'storeYield']).as('bond_yields.store')
    router.get('review', [office.Reviews, 'index']).as('reviews.index')
    router.post('review', [office.Reviews, 'store']).as('reviews.store')
    router.post('review/petitions', [office.ReviewPetitions, 'store']).as('review_petitions.store')
    router.get('review.json', [office.Reviews, 'json']).as('reviews.json')
    router.get('review.pdf', [office.Reviews, 'pdf']).as('reviews.pdf')
  })
  .prefix('/shares/office')
  .as('shares.office')
  .use(middleware.staff())
