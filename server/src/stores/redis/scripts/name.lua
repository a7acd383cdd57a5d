-- Renames a visitor.
-- KEYS 1 command, 2 name. ARGV 1 what the command asks for, 2 its time to live in ms, 3 '1' where it is only to be known,
--      4 '1' where what the command was for before is known not to have been done; 5 name
-- Returns 'applied', 'repeated' or 'unknown'; or what the command was for before, where that is something else.
-- Atomic: the name is his, and its command known, or neither.

local known = redis.call('GET', KEYS[1])
if known == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 'repeated'
end
if known and ARGV[4] ~= '1' then return known end
if ARGV[3] == '1' then return 'unknown' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[2], ARGV[5])
return 'applied'
