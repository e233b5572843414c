import db from '@adonisjs/lucid/services/db'
import type Application from '#models/membership/application'
import { APPLICANTS } from '#services/demo/cast_members'
import { must } from '#services/demo/seed/must'
import { accountIdOf } from '#services/demo/seed/seed_people'
import { staff } from '#services/demo/seed/seed_members'
import type { Timeline } from '#services/demo/seed/timeline'
import { issueCode } from '#services/membership/applications/issue_code'
import { createApplication } from '#services/membership/create_application'
import { admitApplication } from '#services/membership/decide_application'
import { signApplication } from '#services/membership/sign_application'
import { storeImport } from '#services/shares/import/store_import'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import { FixedClock } from '#values/clock'

/** People who ask to join, each left at another step, and a register that waits to be taken over. */
export async function seedApplications(timeline: Timeline): Promise<void> {
  for (const applicant of APPLICANTS) {
    const clock = new FixedClock(timeline.now.minus({ days: applicant.daysAgo }).set({ hour: 8 }))
    const application = await apply(applicant, clock)
    if (applicant.until === 'unsigned') continue
    await sign(application, clock)
    if (applicant.until === 'submitted') continue
    clock.advance({ days: 4 })
    must(
      await admitApplication({
        applicationId: application.id,
        body: 'board',
        reference: clock.now().toFormat("'CA'-yyyy-LL-dd"),
        date: clock.now().toISODate()!,
        actor: await staff('secretary'),
        clock,
      })
    )
  }
  await seedImport(timeline)
}

async function apply(applicant: (typeof APPLICANTS)[number], clock: FixedClock) {
  const statutes = await requireStatutes(clock.now())
  const { givenName, familyName, birthDate, email, shares, motivation } = applicant
  return must(
    await createApplication({
      form: {
        kind: 'natural',
        categoryCode: applicant.category,
        shares,
        payment: 'full',
        ...{ givenName, familyName, birthDate, email, motivation },
        birthPlace: 'Quimper',
        nationality: 'FR',
        street: '18 rue des Écoles',
        postcode: '29000',
        city: 'Quimper',
        country: 'FR',
        statuteProfileId: statutes.id,
        consentEmailNotices: true,
        consentNewsletter: false,
      },
      locale: 'fr',
      accountId: accountIdOf(applicant.account),
      clock,
    })
  )
}

/** As the applicant does a few minutes later, with the code of their mail. */
async function sign(application: Application, clock: FixedClock): Promise<void> {
  clock.advance({ minutes: 4 })
  const statutes = await requireStatutes(clock.now())
  const code = await db.transaction((trx) => issueCode(trx, application, statutes, clock))
  must(
    await signApplication({
      applicationId: application.id,
      code,
      address: '203.0.113.24',
      userAgent: null,
      accountId: application.accountId,
      clock,
    })
  )
}

const HEAD =
  'N° sociétaire;Prénom;Nom;Date de naissance;Adresse;Code postal;Ville;Catégorie;Date;Parts'

/** A neighbouring co-operative's members who come over, with an error to be found. */
async function seedImport(timeline: Timeline): Promise<void> {
  const clock = timeline.on(0, timeline.now.day, 0)
  const day = clock.now().toFormat('dd/LL/yyyy')
  const content = Buffer.from(
    [
      HEAD,
      `1;Solveig;Ånes;04/07/1979;4 rue de la Fontaine;44000;Nantes;Abonné·es;${day};10`,
      `2;Guillaume;Le Floc’h;17/10/1961;2 rue Haute;29600;Morlaix;Abonné·es;31/02/2026;5`,
      `3;Aurore;Petitjean;02/03/1990;11 rue Basse;54000;Nancy;Bénévoles et soutiens;${day};2,5`,
      `4;Marius;Fabre;25/12/1983;8 quai Vieux;34200;Sète;Artistes et ayants droit;${day};4`,
    ].join('\r\n')
  )
  const fileName = 'cooperative-voisine.csv'
  must(await storeImport({ content, fileName, actor: await staff('secretary'), clock }))
}
