import { html } from "hono/html";
import type { User } from "../company/wire.ts";
import type { Cart, Plan, Product } from "./shop.ts";

/** A piece of HTML in which what was filled in is escaped. */
type Html = ReturnType<typeof html>;

function page(title: string, content: Html): string {
  return String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title} · Shop</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/assets/app.css"><script src="/assets/app.js" defer></script></head>
<body>
<header><a href="/"><img src="/assets/logo.svg" alt="Shop" width="32" height="32"></a>
<nav><a href="/products">Products</a> <a href="/cart">Cart</a> <a href="/account">Account</a></nav>
<form action="/search"><input name="q" aria-label="Search"></form></header>
<main><h1>${title}</h1>
${content}
</main></body></html>
`);
}

export const homePage = (products: readonly Product[]) => page("Things for each day", listOf(products));

export const productsPage = (products: readonly Product[]) => page("Products", listOf(products));

export const searchPage = (text: string, products: readonly Product[]) =>
  page(
    `Search: ${text}`,
    products.length === 0 ? html`<p>Nothing is called “${text}”.</p>` : listOf(products),
  );

/** With the button of the user's arm of the experiment. */
export const productPage = (product: Product, user: User) =>
  page(
    product.name,
    html`<p>${product.about}</p>
<p class="price">${money(product.price)}</p>
<form method="post" action="/cart"><input type="hidden" name="product" value="${product.id}">
<label>Quantity <input name="quantity" type="number" min="1" max="99" value="1"></label>
${button(user, "Add to cart")}</form>`,
  );

export const cartPage = (cart: Cart | undefined, user: User) =>
  page(
    "Cart",
    cart === undefined || cart.items.length === 0
      ? html`<p>Nothing in it yet.</p>`
      : html`<ul>${cart.items.map((item) => html`<li>${item.quantity} × ${item.name}: ${money(item.price)}</li>`)}</ul>
<p class="price">${money(cart.total)}</p>
<form method="post" action="/checkout"><input name="card" inputmode="numeric" aria-label="Card number">
${button(user, "Pay")}</form>`,
  );

export const loginPage = (user: User, problem?: string) =>
  page(
    "Log in",
    html`${problem === undefined ? "" : html`<p role="alert">${problem}</p>`}
<form method="post" action="/login"><label>User <input name="user" value="${user.id}"></label>
<label>Password <input name="password" type="password"></label>${button(user, "Log in")}</form>`,
  );

export const signupPage = (user: User) =>
  page(
    "Sign up",
    html`<form method="post" action="/signup"><label>Plan <select name="plan"><option>basic<option>pro</select></label>
${button(user, "Sign up")}</form>`,
  );

export const accountPage = (user: User, plan: Plan | null) =>
  page(
    `Account of ${user.id}`,
    plan === null
      ? html`<p>No plan yet. <a href="/signup">Sign up</a></p>`
      : html`<p>Plan: ${plan}</p>
${plan === "pro" ? "" : html`<form method="post" action="/upgrade">${button(user, "Upgrade to pro")}</form>`}
<form method="post" action="/cancel"><button>Cancel</button></form>`,
  );

export const problemPage = (status: number, message: string) => page(`${status}`, html`<p>${message}</p>`);

const listOf = (products: readonly Product[]) =>
  html`<ul class="products">${products.map(
    ({ id, name, price }) => html`<li><a href="/products/${id}">${name}</a> ${money(price)}</li>
`,
  )}</ul>`;

const button = (user: User, label: string) => html`<button class="${user.experiment}">${label}</button>`;

const money = (amount: number) => `${amount.toFixed(2)} €`;
