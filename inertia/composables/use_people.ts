import { onUnmounted, ref } from 'vue'
import type { People, Person } from '~/lib/shapes'

const TYPING_MS = 200

/** People found by what was typed, the last typing's answer only. */
export function usePeople(path: string) {
  const people = ref<Person[]>([])
  const isMore = ref(false)
  const state = ref<'idle' | 'asking' | 'failed'>('idle')
  let typing: ReturnType<typeof setTimeout> | undefined
  let asked = new AbortController()
  onUnmounted(forget)

  function forget() {
    clearTimeout(typing)
    asked.abort()
  }

  async function ask(words: string) {
    asked = new AbortController()
    const { signal } = asked
    try {
      const response = await fetch(`${path}?search=${encodeURIComponent(words)}`, {
        headers: { accept: 'application/json' },
        redirect: 'error',
        signal,
      })
      if (!response.ok) throw new Error(String(response.status))
      const found = (await response.json()) as People
      people.value = found.people
      isMore.value = found.isMore
      state.value = 'idle'
    } catch {
      if (!signal.aborted) state.value = 'failed'
    }
  }

  function find(words: string) {
    forget()
    state.value = 'asking'
    typing = setTimeout(() => void ask(words.trim()), words ? TYPING_MS : 0)
  }

  return { people, isMore, state, find }
}
