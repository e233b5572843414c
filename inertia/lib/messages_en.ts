const files = import.meta.glob<Record<string, unknown>>('@lang/en/*.json', {
  eager: true,
  import: 'default',
})

export default files
