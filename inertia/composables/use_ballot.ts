import { onUnmounted, ref } from 'vue'

export type Said = { elector: string; by?: string; choice?: string; candidates?: string[] }
type Answer = { receipt?: string; message?: string; errors?: { message: string }[] }

const TIMEOUT_MS = 8000
const RETRY_MS = 2000
const SIGNED_OUT = 401

const token = () => {
  const cookie = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)
  return cookie ? decodeURIComponent(cookie[1]) : ''
}

/**
 * Sends a vote until the server has answered. The same vote sent twice is one vote with one
 * receipt, so a lost connection is tried again, and the page says so meanwhile.
 */
export function useBallot(path: string) {
  const state = ref<'idle' | 'sending' | 'waiting' | 'done' | 'refused' | 'signed_out'>('idle')
  const receipt = ref('')
  const reason = ref('')
  let isGone = false
  onUnmounted(() => (isGone = true))

  async function send(said: Said): Promise<boolean> {
    state.value = 'sending'
    while (!isGone) {
      const answer = await ask(said)
      if (answer) return settle(answer.status, answer.body)
      state.value = 'waiting'
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
    return false
  }

  function settle(status: number, body: Answer): boolean {
    if (body.receipt) {
      receipt.value = body.receipt
      state.value = 'done'
      return true
    }
    reason.value = body.message ?? body.errors?.[0]?.message ?? ''
    state.value = status === SIGNED_OUT ? 'signed_out' : 'refused'
    return false
  }

  /** Null when nothing certain came back: no line, no answer in time, a server in trouble. */
  async function ask(said: Said): Promise<{ status: number; body: Answer } | null> {
    try {
      const response = await fetch(path, {
        method: 'POST',
        headers: {
          'accept': 'application/json',
          'content-type': 'application/json',
          'x-xsrf-token': token(),
        },
        body: JSON.stringify(said),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      if (response.status >= 500) return null
      // A door that leads elsewhere is the sign-in's: the session has ended.
      if (response.type === 'opaqueredirect') return { status: SIGNED_OUT, body: {} }
      const body = (await response.json().catch(() => ({}))) as Answer
      // An answer that broke off on its way is no answer.
      return response.ok && !body.receipt ? null : { status: response.status, body }
    } catch {
      return null
    }
  }

  return { state, receipt, reason, send }
}
