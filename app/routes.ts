import { index, route, type RouteConfig } from '@remix-run/route-config'

/** Every URL and the file that answers it. Once here, a URL keeps its meaning. */
export default [
  // Anyone
  index('routes/anyone/home.tsx'),
  route('help', 'routes/anyone/help.tsx'),
  route('help/sent/:reference', 'routes/anyone/help-sent.tsx'),
  route('help/track', 'routes/anyone/help-track.tsx'),
  route('what-to-expect', 'routes/anyone/what-to-expect.tsx'),
  route('services', 'routes/anyone/services.tsx'),
  route('services/:id', 'routes/anyone/service.tsx'),
  route('language', 'routes/anyone/language.tsx'),
  route('accessibility', 'routes/anyone/accessibility.tsx'),
  route('privacy', 'routes/anyone/privacy.tsx'),
  route('cookies', 'routes/anyone/cookies.tsx'),
  route('staying-safe', 'routes/anyone/staying-safe.tsx'),
  route('complaints', 'routes/anyone/complaints.tsx'),
  // Accounts
  route('sign-in', 'routes/account/sign-in.tsx'),
  route('sign-in/code', 'routes/account/sign-in-code.tsx'),
  route('sign-out', 'routes/account/sign-out.tsx'),
  route('forgotten', 'routes/account/forgotten.tsx'),
  route('forgotten/:token', 'routes/account/new-password.tsx'),
  // A family
  route('families', 'routes/family/families.tsx'),
  route('families/:family', 'routes/family/home.tsx'),
  route('families/:family/plan', 'routes/family/plan.tsx'),
  route('families/:family/plan/good', 'routes/family/strength-new.tsx'),
  route('families/:family/plan/promise', 'routes/family/action-new.tsx'),
  route('families/:family/plan/print', 'routes/family/plan-print.tsx'),
  route('families/:family/goals', 'routes/family/goals.tsx'),
  route('families/:family/goals/new', 'routes/family/goal-new.tsx'),
  route('families/:family/goals/:id', 'routes/family/goal.tsx'),
  route('families/:family/appointments', 'routes/family/appointments.tsx'),
  route('families/:family/appointments/book', 'routes/family/appointment-book.tsx'),
  route('families/:family/appointments/:id', 'routes/family/appointment.tsx'),
  // People who help
  route('desk', 'routes/desk/desk.tsx'),
  route('desk/requests', 'routes/desk/requests.tsx'),
  route('desk/requests/:id', 'routes/desk/request.tsx'),
  route('desk/families/new', 'routes/desk/family-new.tsx'),
  route('desk/families/:family', 'routes/desk/family-open.tsx'),
  route('desk/diary', 'routes/desk/diary.tsx'),
  // The local area
  route('area/settings', 'routes/area/settings.tsx'),
  route('area/people', 'routes/area/people.tsx'),
  // The demo
  route('demo', 'routes/demo/people.tsx'),
  route('demo/outbox', 'routes/demo/outbox.tsx'),
  route('demo/patterns', 'routes/demo/patterns.tsx'),
  // Anything else
  route('*', 'routes/anyone/not-here.tsx'),
] satisfies RouteConfig
