import { A_THOUSAND_STARLINGS } from './a-thousand-starlings.mjs';
import { FOLDING_SCREEN } from './folding-screen.mjs';
import { LAST_BUS_TO_JUPITER } from './last-bus-to-jupiter.mjs';
import { RAIN_CHECK } from './rain-check.mjs';
import { SLOW_CITRUS } from './slow-citrus.mjs';

/**
 * The five, as the chart ranks them.
 *
 * `beats` at `bpm` make the length; `poster` is the moment, 0 to 1, that stands in the list;
 * `bitrate` is a wish: the encoder goes over it where the picture is busy;
 * `hold` draws every n-th frame only, as animators do ("on twos");
 * `draw` gets a canvas context, the moment from 0 to 1 and the beats so far; `score` gets the band.
 */
export const CLIPS = [LAST_BUS_TO_JUPITER, RAIN_CHECK, SLOW_CITRUS, FOLDING_SCREEN, A_THOUSAND_STARLINGS];
