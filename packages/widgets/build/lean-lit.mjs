/**
 * What of Lit our elements never come to, and what it is instead:
 * - for browsers without constructable style sheets, which lack more than that; polyfills, and other Lits of the page;
 * - decorators, converters, accessors and ways of updating of one's own; styles in styles;
 * - directives, and with them who is connected and whose part a part is; the host as a listener's `this`;
 * - bindings in comments, in text that is all an element holds, of tags, and of elements as such; MathML, single quotes.
 *
 * Templates in which one of these is bound fail the build in `minifyTemplates`. Of another Lit than the one this was
 * written for it fails here, and the list is to be looked at again.
 */
const UNUSED = {
  '/reactive-element/css-tag.js': [
    [/,e=t\.ShadowRoot&&.*?(?=,s=Symbol)/, ',e=true'],
    [/if\(this\._\$cssResult\$=.*?this\.cssText=t,this\.t=e\}/, 'this.cssText=t}'],
    [
      /get styleSheet\(\)\{.*?\}toString\(\)\{return this\.cssText\}/,
      'get styleSheet(){return this.o||(this.o=new CSSStyleSheet).replaceSync(this.cssText),this.o}',
    ],
    [/const o=1===t\.length\?.*?return new n\(o,t,s\)/, 'return new n(e.reduce((e,s,o)=>e+s.cssText+t[o+1],t[0]))'],
    ['t=>t instanceof CSSStyleSheet?t:t.styleSheet', 't=>t.styleSheet'],
  ],
  '/reactive-element/reactive-element.js': [
    [',c=a.trustedTypes,l=c?c.emptyScript:""', ''],
    [
      /(?<=,u=\{).*?(?=\},f=)/,
      'toAttribute:(t,s)=>s===Boolean?t?"":null:t,fromAttribute:(t,s)=>s===Boolean?null!==t:s===Number?null===t?null:Number(t):t',
    ],
    [/(?<=,b=\{).*?(?=\};)/, ''],
    [/Symbol\.metadata\?\?=.*?new WeakMap;/, ''],
    [/,p=a\.reactiveElementPolyfillSupport/, ''],
    [/,p\?\.\(.*?\.push\("2\.\d\.\d"\)/, ''],
    [/static addInitializer\(t\)\{.*?\}(?=static get observedAttributes)/, ''],
    [
      /if\(s\.state&&.*?(?=\}static getPropertyDescriptor)/,
      'this._$Ei(),this.elementProperties.set(t,s),e(this.prototype,t,this.getPropertyDescriptor(t,Symbol(),s))',
    ],
    [
      /const\{get:e,set:r\}=.*?(?=,configurable)/,
      'return{get(){return this[s]},set(e){const h=this[s];this[s]=e,this.requestUpdate(t,h,i)}',
    ],
    ['t.finalize(),void 0!==t.l&&(this.l=[...t.l]),', 't.finalize(),'],
    ['const t=this.properties,s=[...r(t),...o(t)];for(const i of s)', 'const t=this.properties;for(const i in t)'],
    [/const t=this\[Symbol\.metadata\];.*?(?=this\._\$Eh=new Map)/, ''],
    ['this.finalizeStyles(this.styles)', 'this.styles'],
    [/static finalizeStyles\(s\)\{.*?(?=static _\$Eu)/, ''],
    [/const i=s\.attribute;return!1===i\?.*?:void 0(?=\})/, 'return s.attribute??t.toLowerCase()'],
    [',this.constructor.l?.forEach(t=>t(this))', ''],
    [/removeController\(t\)\{.*?\}/, ''],
    ['this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions)', 'this.attachShadow({mode:"open"})'],
    ['(void 0!==i.converter?.toAttribute?i.converter:u)', 'u'],
    [/,h="function"==typeof t\.converter\?.*?:u;/, ',h=u;'],
    ['requestUpdate(t,s,i,e=!1,h){', 'requestUpdate(t,s,i,h){'],
    ['if(!1===e&&(h=this[t]),', 'if(h=this[t],'],
    ['(i.hasChanged??f)(h,s)', 'f(h,s)'],
    ['{useDefault:i,reflect:e,wrapped:h},r)', '{useDefault:i,reflect:e})'],
    ['(this._$Ej.set(t,r??s??this[t]),!0!==h||void 0!==r)', 'this._$Ej.set(t,s??this[t])'],
    ['const t=this.scheduleUpdate();return null!=t&&await t,', 'this.performUpdate();return '],
    ['scheduleUpdate(){return this.performUpdate()}', ''],
    ['if(this.renderRoot??=this.createRenderRoot(),this._$Ep)', 'if(this._$Ep)'],
    [/const t=this\.constructor\.elementProperties;if\(t\.size>0\).*?(?=\}let t)/, ''],
    ['let t=!1;const s=this._$AL;', 'const s=this._$AL;'],
    [
      't=this.shouldUpdate(s),t?(this.willUpdate(s),this._$EO?.forEach(t=>t.hostUpdate?.()),this.update(s)):this._$EM()',
      'this._$EO?.forEach(t=>t.hostUpdate?.()),this.update(s)',
    ],
    ['throw t=!1,this._$EM(),s}t&&this._$AE(s)', 'throw this._$EM(),s}this._$AE(s)'],
    ['willUpdate(t){}', ''],
    [
      'this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),',
      'this.hasUpdated=!0,',
    ],
    ['shouldUpdate(t){return!0}', ''],
    ['updated(t){}firstUpdated(t){}', ''],
    ['y.elementStyles=[],y.shadowRootOptions={mode:"open"},', ''],
    // Whose old values nobody asks for.
    ['super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,', 'super(),'],
    ['this._$AL=new Map,this._$E_()', 'this._$E_()'],
    ['t.size>0&&(this._$Ep=t)', 'this._$Ep=t'],
    ['!1===this.isUpdatePending&&(', 'this.isUpdatePending||('],
    [
      '||(this._$AL.has(t)||(this.hasUpdated||i||(s=void 0),this._$AL.set(t,s)),!0===e&&this._$Em!==t&&(this._$Eq??=new Set).add(t))',
      '||e&&this._$Em!==t&&(this._$Eq??=new Set).add(t)',
    ],
    [
      /if\(!this\.isUpdatePending\)return;if\(!this\.hasUpdated\)\{if\(this\._\$Ep\).*?const s=this\._\$AL;/,
      'this.hasUpdated||this._$Ep.forEach((t,s)=>this[s]=t);',
    ],
    [
      'this.update(s)}catch(s){throw this._$EM(),s}this._$AE(s)',
      'this.update()}catch(s){throw this._$EM(),s}this.hasUpdated=!0,this.updated()',
    ],
    ['_$AE(t){this.hasUpdated=!0,this.updated(t)}', ''],
    ['_$EM(){this._$AL=new Map,this.isUpdatePending=!1}', '_$EM(){this.isUpdatePending=!1}'],
    // Nor how a property is kept that is none of ours.
    ['this._$Eh&&[...this._$Eh.keys()]', '[...this._$Eh.keys()]'],
    ['createProperty(t,s=b){this._$Ei(),', 'createProperty(t,s){'],
    [/static getPropertyOptions\(t\)\{.*?\}(?=static _\$Ei)/, ''],
    ['const i=this._$Eu(t,s);void 0!==i&&this._$Eh.set(i,t)', 'this._$Eh.set(this._$Eu(t,s),t)'],
    ['i.getPropertyOptions(e)', 'i.elementProperties.get(e)'],
    ['i??=r.getPropertyOptions(t),', ''],
    ['if(void 0!==e&&!0===i.reflect)', 'if(i.reflect)'],
    ['enableUpdating(t){}', ''],
    [',b={}', ''],
  ],
  '/lit-element/lit-element.js': [
    [/constructor\(\)\{.*?\}(?=update\()/, ''],
    ['this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),', ''],
    ['this._$Do=e(r,this.renderRoot,this.renderOptions)', 'e(r,this.renderRoot)'],
    [/connectedCallback\(\)\{.*?return r\}/, ''],
    [/,s\.litElementHydrateSupport.*?;const o=.*?;o\?\..*?;/, ';'],
    ['render as e,noChange as r', 'render as e'],
    [/\(s\.litElementVersions.*?\)\.push\(.*?\);/, ''],
  ],
  '/lit-html/lit-html.js': [
    // What a template is made of.
    [/v=\/<.*?\/g,_=\/-->\/g,m=\/>\/g,/, 'v=/<\\/?[a-zA-Z][^>\\s]*/g,'],
    [/,g=\/'\/g/, ''],
    [/y=\/\^\(\?:script.*?\$\/i,/, ''],
    [',T=x(3),E=Symbol.for("lit-noChange")', ''],
    ['Error("invalid template strings array")', 'Error()'],
    ['let n,l=2===i?"<svg>":3===i?"<math>":"",', 'let l=2===i?"<svg>":"",'],
    [/"!--"===u\[1\]\?.*?:c===p\?">"===u\[0\]\?\(c=n\?\?v,/, 'c=p:c===p?">"===u[0]?(c=v,'],
    ['void 0===u[1]?d=-2:', ''],
    [`c=void 0===u[3]?p:'"'===u[3]?$:g)`, 'c=void 0===u[3]?p:$)'],
    ['c===$||c===g?c=p:c===_||c===m?c=v:(c=p,n=void 0);', 'c=p;'],
    ['const x=c===p&&t[i+1].startsWith("/>")?" ":"";', ''],
    ['s.slice(0,d)+h+s.slice(d)+o+x):s+o+(-2===d?i:x)', 's.slice(0,d)+h+s.slice(d)+o):s+o'],
    ['(2===i?"</svg>":3===i?"</math>":"")', '(2===i?"</svg>":"")'],
    ['_$litType$:i},e){let r;', '_$litType$:i}){let r;'],
    ['S.createElement(f,e)', 'S.createElement(f)'],
    [',2===i||3===i)', ',2===i)'],
    ['if(r.hasAttributes())for', 'for'],
    [/else t\.startsWith\(o\)&&\(d\.push.*?(?=\}else if\(8===)/, ''],
    [/if\(r\.data===n\)d\.push\(\{type:2,index:l\}\);else\{.*?\}(?=l\+\+)/, 'r.data===n&&d.push({type:2,index:l});'],
    ['static createElement(t,i)', 'static createElement(t)'],
    // Parts: what is bound, and where it was put.
    [/function M\(.*?(?=class R)/, ''],
    [/constructor\(t,i\)\{this\._\$AV=.*?(?=u\(t\))/, 'constructor(t){this._$AV=[],this._$AD=t}'],
    ['u(t){', 'u(){'],
    ['(t?.creationScope??l).importNode', 'l.importNode'],
    [
      /2===r\.type\?i=new k\(.*?(?=,this\._\$AV\.push)/,
      'i=2===r.type?new k(h,h.nextSibling):new r.ctor(h,r.name,r.strings)',
    ],
    ['(s._$AI(t,s,i),', '(s._$AI(t,i),'],
    ['void 0!==s&&(void 0!==s.strings?', '(void 0!==s.strings?'],
    [
      /class k\{.*?_\$AI\(t,i=this\)\{t=M\(this,t,i\),/,
      'class k{constructor(t,i){this._$AH=A,this._$AA=t,this._$AB=i}_$AI(t){',
    ],
    ['t!==this._$AH&&t!==E&&this._(t)', 't!==this._$AH&&this._(t)'],
    ['d(t)?this.k(t)', 'u(t)?this.k(t)'],
    [/,d=t=>u\(t\)\|\|.*?(?=,f=")/, ''],
    [/\{values:i,_\$litType\$:s\}=t,e="number".*?(?=;if)/, '{values:i}=t,e=this._$AC(t)'],
    ['const t=new R(e,this),s=t.u(this.options);', 'const t=new R(e),s=t.u();'],
    ['new k(this.O(c()),this.O(c()),this,this.options)', 'new k(this.O(c()),this.O(c()))'],
    ['this._$AR(s&&s._$AB.nextSibling,e)', 'this._$AR(s&&s._$AB.nextSibling)'],
    ['_$AR(t=this._$AA.nextSibling,s){for(this._$AP?.(!1,!0,s);', '_$AR(t=this._$AA.nextSibling){for(;'],
    [/setConnected\(t\)\{.*?\}(?=\}class H)/, ''],
    [/(?<=class H\{).*?s\.length>2/, 'constructor(t,i,s){this._$AH=A,this.element=t,this.name=i,(s.length>2'],
    ['||""!==s[1]?(this', '||""!==s[1])&&(this'],
    ['this.strings=s):this._$AH=A}', 'this.strings=s)}'],
    ['_$AI(t,i=this,s,e){const h', '_$AI(t,s){const h'],
    ['t=M(this,t,i,0),o=!a(t)||t!==this._$AH&&t!==E,', 'o=!a(t)||t!==this._$AH,'],
    ['r=M(this,e[s+n],i,n),r===E&&(r=this._$AH[n]),', 'r=e[s+n],'],
    ['o&&!e&&this.j(t)', 'o&&this.j(t)'],
    ['class I extends H{constructor(){super(...arguments),this.type=3}', 'class I extends H{'],
    ['class L extends H{constructor(){super(...arguments),this.type=4}', 'class L extends H{'],
    [
      /class z extends H\{.*?class Z\{.*?\}(?=const j=)/,
      'class z extends H{_$AI(t){this._$AH===A&&this.element.addEventListener(this.name,this),this._$AH=t}handleEvent(t){this._$AH?.(t)}}',
    ],
    [/const j=\{M:h.*?(?=const D=)/, ''],
    [/(?<=const D=)\(t,i,s\)=>.*?(?=;export)/, '(t,i)=>(i._$litPart$??=new k(i.appendChild(c()),null))._$AI(t)'],
    [/j as _\$LH,(.*?),T as mathml,E as noChange,/, '$1,'],
  ],
};

/** Leaves of Lit what our elements use. */
export function leanLit() {
  return {
    name: 'lean-lit',
    transform(code, id) {
      const [, cuts] = Object.entries(UNUSED).find(([file]) => id.endsWith(file)) ?? [];
      if (!cuts) return null;
      const lean = cuts.reduce((rest, [part, instead]) => {
        const isThere = typeof part === 'string' ? rest.includes(part) : part.test(rest);
        if (!isThere) throw new Error(`lean-lit: nothing in ${id} looks like ${part} any more`);
        return rest.replace(part, instead);
      }, code);
      return { code: lean, map: null };
    },
  };
}
