-- Puts marks that come from another store on their page.
-- KEYS, ARGV 1–11: see part-page.lua, KEYS 3–5 and ARGV 1–11 being idle
-- ARGV from 12 three of each mark: its visitor, its kind or '' where it was taken back, 7 bytes of its command and 4 of its time in s
-- Returns nothing.
-- Atomic: the place of a kind in the tally is the one that its marks name.
-- include: index, page

loadPage()
local codes = { [''] = 0 }
for at = 1, #page[TALLY], 2 do codes[page[TALLY][at]] = (at + 1) / 2 end
for at = 12, #ARGV, 3 do
  local holder, kind = ARGV[at], ARGV[at + 1]
  if not codes[kind] then
    table.insert(page[TALLY], kind)
    table.insert(page[TALLY], 0)
    codes[kind] = #page[TALLY] / 2
    isChanged = true
  end
  local own = readOwn(holder) or blankOwn(holder)
  saveOwn(holder, string.char(codes[kind]) .. ARGV[at + 2] .. string.sub(own, 13))
end
if isChanged then savePage() end
