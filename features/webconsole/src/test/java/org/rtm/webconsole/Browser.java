package org.rtm.webconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless browser that is logged in to a web console. */
final class Browser implements AutoCloseable {
    private final RouterWithConsole router;
    private final ChromeDriver driver;

    Browser(RouterWithConsole router, Path profile) {
        this.router = router;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BrowserCondition.BROWSER.orElseThrow().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(BrowserCondition.DRIVER.orElseThrow().toFile())
                        .usingAnyFreePort()
                        .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        // The browser keeps what it was given once, and a page that was loaded with it cannot ask.
        driver.get(url(RouterWithConsole.PASSWORD.replace(" ", "%20").replace(":", "%3A") + "@"));
    }

    private String url(String password) {
        return "http://%s127.0.0.1:%d/system/console/rtm"
                .formatted(password.isEmpty() ? "" : "rtm:" + password, router.port());
    }

    /** Loads one of the plug-in's pages, and waits until it is shown. */
    void open(String page) throws Exception {
        driver.get("about:blank");
        driver.get(url("") + "#/" + page);
        awaitShown("#/" + page);
    }

    void awaitShown(String hash) throws Exception {
        RouterWithConsole.await(
                hash + " is shown",
                () -> hash.equals(driver.executeScript("return document.body.dataset.shown")));
    }

    /** Waits until what the page has asked for before is answered, and shown if it is to be. */
    void settle() {
        driver.executeAsyncScript(
                "const done = arguments[0]; ask('status').then(() => setTimeout(done, 500), () => done())");
    }

    /** What is read where an element is. */
    String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    /** What an attribute is now, of what may be drawn again at any time. */
    String attribute(String selector, String name) {
        return (String)
                driver.executeScript(
                        "return document.querySelector(arguments[0]).getAttribute(arguments[1])",
                        selector,
                        name);
    }

    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    void await(String what, String selector, String part) throws Exception {
        RouterWithConsole.await(
                what,
                () ->
                        (Boolean)
                                driver.executeScript(
                                        "return [...document.querySelectorAll(arguments[0])].some(it => it.textContent.includes(arguments[1]))",
                                        selector,
                                        part));
    }

    /** Types, wherever the focus is. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Goes on by the tabulator until the focus is there. */
    void tabTo(String selector) {
        WebElement wanted = driver.findElement(By.cssSelector(selector));
        for (int presses = 0; presses < 40; presses++) {
            press(Keys.TAB);
            if (driver.switchTo().activeElement().equals(wanted)) {
                return;
            }
        }
        assertThat(focus()).as("the focus comes to %s", selector).isEqualTo(selector);
    }

    String focus() {
        return (String)
                driver.executeScript(
                        "const it = document.activeElement; return it.id || it.className || it.tagName");
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    void screen(int width, int height, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What axe-core finds wrong with the page, a line each. */
    List<?> violations() throws IOException {
        try (InputStream axe = getClass().getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>)
                driver.executeAsyncScript(
                        "const done = arguments[0]; axe.run().then(found => done(found.violations.map("
                                + "it => it.id + ': ' + it.nodes.map(node => node.html).join(' '))), error => done([String(error)]))");
    }

    void screenshot(String name) throws IOException {
        Path folder =
                Files.createDirectories(Path.of(System.getProperty("rtm.webconsole.screenshots")));
        Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
