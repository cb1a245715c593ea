// go run list.go: prints every message, newest first, page after page.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"
)

type page struct {
	Data []struct {
		ID     string `json:"id"`
		Status string `json:"status"`
	} `json:"data"`
	NextCursor *string `json:"next_cursor"`
}

var client = http.Client{Timeout: 30 * time.Second}

func read(query url.Values) (found page, err error) {
	address := os.Getenv("HANDSET_URL") + "/api/v1/messages?" + query.Encode()
	request, err := http.NewRequest("GET", address, nil)
	if err != nil {
		return found, err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("HANDSET_KEY"))
	response, err := client.Do(request)
	if err != nil {
		return found, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return found, fmt.Errorf("the server answered %s", response.Status)
	}
	return found, json.NewDecoder(response.Body).Decode(&found)
}

func main() {
	query := url.Values{"limit": {"2"}}
	for {
		found, err := read(query)
		if err != nil {
			log.Fatal(err)
		}
		for _, message := range found.Data {
			fmt.Println(message.ID, message.Status)
		}
		if found.NextCursor == nil {
			return
		}
		query.Set("cursor", *found.NextCursor)
	}
}
