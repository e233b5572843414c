import { type SchemaRules } from '@adonisjs/lucid/types/schema_generator'

const bigintRule = {
  tsType: 'bigint',
  decorators: [{ name: '@bigintColumn' }],
  imports: [{ source: '#database/columns', namedImports: ['bigintColumn'] }],
}

const json = (tsType: string, typeImports?: string[]) => ({
  tsType,
  decorators: [{ name: '@jsonColumn' }],
  imports: [
    { source: '#database/columns', namedImports: ['jsonColumn'] },
    ...(typeImports ? [{ source: '#database/column_types', typeImports }] : []),
  ],
})

const oneOf = (...words: string[]) => ({
  tsType: words.map((word) => `'${word}'`).join(' | '),
  decorators: [{ name: '@column' }],
  imports: [],
})

/** The model's naming would say "sha_256": the column's own name is given. */
const named = (columnName: string, tsType = 'string') => ({
  tsType,
  decorators: [{ name: '@column', args: { columnName } }],
  imports: [],
})

const bytes = { tsType: 'Buffer', decorators: [{ name: '@column' }], imports: [] }

/** What the database's types cannot say: exact money, literal states, shapes of jsonb. */
export default {
  types: {
    bigint: bigintRule,
    jsonb: json('Record<string, unknown>'),
    bytea: bytes,
    uuid: { tsType: 'string', decorators: [{ name: '@column' }], imports: [] },
  },
  columns: {
    password: {
      tsType: 'string',
      decorators: [{ name: '@column', args: { serializeAs: null } }],
      imports: [],
    },
    locale: oneOf('fr', 'en'),
    sha256: named('sha256'),
    text_sha256: named('text_sha256'),
    source_sha256: named('source_sha256'),
    body_sha256: named('body_sha256'),
    bulletin_sha256: named('bulletin_sha256'),
    file_sha256: named('file_sha256'),
  },
  tables: {
    accounts: {
      columns: {
        totp_secret: {
          tsType: 'string',
          decorators: [{ name: '@column', args: { serializeAs: null } }],
          imports: [],
        },
      },
    },
    account_roles: {
      columns: { role: oneOf('administrator', 'secretary', 'moderator', 'treasurer', 'board') },
    },
    works: {
      columns: {
        kind: oneOf('audio', 'video'),
        state: oneOf(
          'draft',
          'submitted',
          'in_review',
          'postponed',
          'approved',
          'rejected',
          'published',
          'withdrawn'
        ),
      },
    },
    subscriptions: { columns: { state: oneOf('active', 'cancelled', 'ended') } },
    payments: {
      columns: {
        state: oneOf('pending', 'settled', 'failed', 'reversed'),
        rail: oneOf('demo', 'transfer', 'direct_debit', 'card'),
      },
    },
    cause_choices: { columns: { lines: json('CauseLine[]', ['CauseLine']) } },
    policies: {
      columns: {
        causes: json('CauseLine[]', ['CauseLine']),
        operation_lines: json('OperationLine[]', ['OperationLine']),
      },
    },
    periods: {
      columns: {
        state: oneOf('open', 'closing', 'computed', 'approved', 'published', 'paid'),
        summary: json('PeriodSummary', ['PeriodSummary']),
      },
    },
    period_steps: {
      columns: {
        step: oneOf('freeze', 'compute', 'statements', 'post', 'seal'),
        state: oneOf('waiting', 'running', 'done', 'failed'),
        refusal: json('StepRefusal', ['StepRefusal']),
      },
    },
    period_files: {
      columns: { kind: oneOf('input', 'output', 'labels', 'public', 'tree') },
    },
    statements: {
      columns: { kind: oneOf('subscriber', 'payee'), sha256: named('sha256', 'Buffer') },
    },
    payouts: { columns: { state: oneOf('due', 'exported', 'paid') } },
    approval_mandates: {
      columns: { capacity: oneOf('treasurer', 'artists_delegate', 'subscribers_delegate') },
    },
    statute_profiles: {
      columns: {
        state: oneOf('draft', 'adopted', 'discarded'),
        settings: json('StatuteSettings', ['StatuteSettings']),
      },
    },
    members: {
      columns: {
        kind: oneOf('natural', 'legal', 'public_body'),
        state: oneOf('admitted', 'active', 'left', 'lapsed'),
      },
    },
    applications: {
      columns: {
        kind: oneOf('natural', 'legal', 'public_body'),
        state: oneOf('unsigned', 'submitted', 'admitted', 'refused', 'withdrawn', 'lapsed'),
        decision_body: oneOf('board', 'assembly'),
      },
    },
    join_settings: { columns: { form: oneOf('anyone', 'account') } },
    member_consents: { columns: { kind: oneOf('email_notices', 'newsletter') } },
    exclusions: {
      columns: {
        state: oneOf('opened', 'notified', 'heard', 'excluded', 'rejected', 'dropped'),
      },
    },
    exits: {
      columns: {
        kind: oneOf('withdrawal', 'reduction', 'exclusion', 'death'),
        state: oneOf('announced', 'effective', 'cancelled'),
      },
    },
    share_subscriptions: {
      columns: { state: oneOf('awaiting_payment', 'registered', 'cancelled') },
    },
    share_payments: { columns: { kind: oneOf('receipt', 'refund') } },
    share_transfers: {
      columns: {
        state: oneOf('requested', 'accepted', 'registered', 'declined', 'refused', 'withdrawn'),
      },
    },
    share_transfer_papers: {
      columns: { kind: oneOf('order', 'acceptance', 'decline', 'withdrawal') },
    },
    exit_claims: { columns: { state: oneOf('queued', 'paid', 'void') } },
    claim_valuations: { columns: { reason: oneOf('exit', 'accounts', 'claw_back') } },
    share_movements: {
      columns: {
        number: {
          ...bigintRule,
          decorators: [{ name: '@bigintColumn', args: { isPrimary: true } }],
        },
        type: oneOf(
          'subscribe',
          'call',
          'transfer',
          'withdraw',
          'exclude',
          'death',
          'cancel',
          'correct'
        ),
        from_pocket: oneOf('held', 'leaving'),
        to_pocket: oneOf('held', 'leaving'),
      },
    },
    register_imports: { columns: { state: oneOf('checked', 'applied', 'discarded') } },
    assemblies: {
      columns: {
        body: oneOf('assembly', 'board'),
        kind: oneOf('ordinary', 'extraordinary', 'mixed', 'board', 'consultation'),
        presence: oneOf('room', 'remote', 'both'),
        state: oneOf('draft', 'noticed', 'open', 'closed', 'signed', 'cancelled'),
      },
    },
    resolutions: {
      columns: {
        type: oneOf('decision', 'election', 'revocation'),
        majority: oneOf('ordinary', 'extraordinary'),
        effect_type: oneOf('statutes', 'royalties_policy', 'surplus', 'exclusion', 'mandate'),
        state: oneOf('pending', 'open', 'closed'),
        outcome: oneOf(
          'adopted',
          'rejected',
          'not_deliberated',
          'favourable',
          'unfavourable',
          'no_opinion',
          'void'
        ),
      },
    },
    resolution_amendments: {
      columns: { state: oneOf('proposed', 'accepted', 'rejected', 'withdrawn') },
    },
    notices: {
      columns: {
        kind: oneOf('notice', 'reminder', 'cancellation', 'postponement'),
        channel: oneOf('email', 'post'),
        state: oneOf('queued', 'sent', 'bounced', 'posted', 'returned'),
      },
    },
    proxies: {
      columns: {
        state: oneOf('given', 'accepted', 'refused', 'revoked'),
        via: oneOf('online', 'paper'),
      },
    },
    attendances: {
      columns: {
        mode: oneOf('room', 'remote'),
        ended_by: oneOf('left', 'moved', 'silence'),
      },
    },
    ballots: {
      columns: {
        channel: oneOf('remote', 'room', 'proxy'),
        choice: oneOf('yes', 'no', 'abstain', 'blank'),
        candidate_ids: { tsType: 'string[]', decorators: [{ name: '@column' }], imports: [] },
      },
    },
    minutes: {
      columns: {
        body: oneOf('assembly', 'board'),
        pdf_sha256: named('pdf_sha256'),
        sheet_sha256: named('sheet_sha256'),
      },
    },
    minutes_signatures: {
      columns: {
        capacity: oneOf('chair', 'secretary', 'teller'),
        document_sha256: named('document_sha256'),
      },
    },
    mandates: {
      columns: { end_reason: oneOf('expired', 'resigned', 'revoked', 'left', 'died') },
    },
    surplus_allocations: { columns: { state: oneOf('draft', 'voted', 'discarded') } },
    chain_transactions: {
      columns: {
        state: oneOf('approved', 'signed', 'broadcast', 'mined', 'finalized', 'verified', 'failed'),
        refusal: json('StepRefusal', ['StepRefusal']),
      },
    },
  },
} satisfies SchemaRules
