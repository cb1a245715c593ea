// go run send.go NUMBER TEXT: sends a text and waits until it is delivered.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"strconv"
	"time"
)

const attempts = 5

var client = http.Client{Timeout: 30 * time.Second}

type message struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

// call repeats what was refused for a while, or got no answer.
func call(method, path string, body []byte, idempotencyKey string) (result message, err error) {
	for attempt := 1; ; attempt++ {
		request, err := http.NewRequest(method, os.Getenv("HANDSET_URL")+"/api/v1"+path, bytes.NewReader(body))
		if err != nil {
			return result, err
		}
		request.Header.Set("Authorization", "Bearer "+os.Getenv("HANDSET_KEY"))
		request.Header.Set("Content-Type", "application/json")
		if idempotencyKey != "" {
			request.Header.Set("Idempotency-Key", idempotencyKey)
		}
		wait := math.Pow(2, float64(attempt)) / 4
		response, err := client.Do(request)
		if err != nil && attempt == attempts {
			return result, err
		}
		if err == nil {
			defer response.Body.Close()
			if response.StatusCode < 300 {
				return result, json.NewDecoder(response.Body).Decode(&result)
			}
			if attempt == attempts || (response.StatusCode != 429 && response.StatusCode < 500) {
				var problem struct{ Code, Detail string }
				_ = json.NewDecoder(response.Body).Decode(&problem)
				return result, errors.New(problem.Code + ": " + problem.Detail)
			}
			if asked, err := strconv.ParseFloat(response.Header.Get("Retry-After"), 64); err == nil {
				wait = asked
			}
		}
		time.Sleep(time.Duration(wait * float64(time.Second)))
	}
}

func main() {
	body, _ := json.Marshal(map[string]string{"to": os.Args[1], "message": os.Args[2]})
	// The same key at each attempt: a call that was lost on its way back sends nothing twice.
	sent, err := call("POST", "/send", body, rand.Text())
	for second := 0; err == nil && second < 60; second++ {
		if second == 0 {
			fmt.Println(sent.ID, "queued")
		} else {
			time.Sleep(time.Second)
		}
		sent, err = call("GET", "/messages/"+sent.ID, nil, "")
		switch sent.Status {
		case "delivered":
			fmt.Println(sent.ID, sent.Status)
			return
		case "failed", "expired", "canceled":
			err = errors.New(sent.ID + " " + sent.Status)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
