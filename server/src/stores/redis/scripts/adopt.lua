-- Notes that a visitor will hold something on the pages of another, before it becomes his.
-- KEYS 1 bucket of the visitor, 2 his pages. ARGV 1 visitor, 2 entries of the other's pages
-- Returns nothing.
-- Atomic: no page that is noted meanwhile is lost.
-- include: index

for at = 1, #ARGV[2], 10 do
  indexPage(KEYS[1], KEYS[2], ARGV[1], string.sub(ARGV[2], at + 1, at + 9), string.sub(ARGV[2], at, at))
end
