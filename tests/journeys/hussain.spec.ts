// One after the other: each compares what somebody of this family reads before and after, and would see what another did meanwhile.
import './hussain-circles.ts'
import './hussain-messages.ts'
import './hussain-carers.ts'
import './hussain-review.ts'
